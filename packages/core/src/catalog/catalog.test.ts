import { describe, expect, test } from "vitest";
import {
  catalogFromApi,
  currentSizeFor,
  DEFAULT_CATALOG,
  DEFAULT_SIZE_SLUG,
  ENGINES,
  findRegion,
  findSize,
  regionOfDataCenter,
} from "./index.ts";

describe("the built-in catalogue", () => {
  test("knows 14 current sizes and 10 legacy ones, each once", () => {
    const slugs = DEFAULT_CATALOG.sizes.map((size) => size.slug);
    expect(new Set(slugs).size).toBe(24);
    expect(DEFAULT_CATALOG.sizes.filter((size) => size.legacy)).toHaveLength(10);
  });

  test("the default size costs $5.00 and runs one instance", () => {
    expect(findSize(DEFAULT_SIZE_SLUG)).toEqual({
      slug: "apps-s-1vcpu-0.5gb",
      name: "Shared 1VCPU 0.5GB",
      cpuType: "shared",
      vcpus: 1,
      memoryMib: 512,
      priceCents: 500,
      bandwidthGib: 50,
      singleInstanceOnly: true,
      scalable: false,
      legacy: false,
    });
  });

  test("the larger shared sizes may have a count above 1, but no autoscaling", () => {
    expect(findSize("apps-s-1vcpu-2gb")).toMatchObject({ singleInstanceOnly: false, scalable: false });
    expect(findSize("apps-d-1vcpu-1gb")).toMatchObject({ singleInstanceOnly: false, scalable: true });
  });

  test("an unknown size is not there", () => {
    expect(findSize("apps-s-64vcpu-1tb")).toBeUndefined();
  });

  test("a legacy size leads to the current one of the same hardware, at the same price where there is one", () => {
    const successors = DEFAULT_CATALOG.sizes
      .filter((size) => size.legacy)
      .map((size) => [size.slug, currentSizeFor(size.slug)?.slug]);
    expect(successors).toEqual([
      ["basic-xxs", "apps-s-1vcpu-0.5gb"],
      ["basic-xs", "apps-s-1vcpu-1gb-fixed"],
      ["basic-s", "apps-s-1vcpu-2gb"],
      ["basic-m", "apps-s-2vcpu-4gb"],
      ["professional-xs", "apps-s-1vcpu-1gb"],
      ["professional-s", "apps-s-1vcpu-2gb"],
      ["professional-m", "apps-s-2vcpu-4gb"],
      ["professional-1l", "apps-d-1vcpu-4gb"],
      ["professional-l", "apps-d-2vcpu-8gb"],
      ["professional-xl", "apps-d-4vcpu-16gb"],
    ]);
    expect(currentSizeFor("apps-s-1vcpu-1gb")).toBeUndefined();
  });

  test("ten regions, and the data centres that people write in their place", () => {
    expect(DEFAULT_CATALOG.regions.map((region) => region.slug)).toEqual(
      "ams atl blr fra lon nyc sfo sgp syd tor".split(" "),
    );
    expect(findRegion("nyc")?.label).toBe("New York");
    expect(regionOfDataCenter("nyc3")?.slug).toBe("nyc");
    expect(regionOfDataCenter("sfo2")?.slug).toBe("sfo");
    expect(regionOfDataCenter("nyc")).toBeUndefined();
    expect(regionOfDataCenter("xyz1")).toBeUndefined();
  });

  test("only PostgreSQL comes as a development database", () => {
    expect(ENGINES.filter((engine) => engine.devDatabase).map((engine) => engine.slug)).toEqual(["PG"]);
  });
});

describe("a catalogue of the live API", () => {
  const sizes = {
    discount_percent: 0,
    instance_sizes: [
      {
        name: "Shared 1VCPU 0.5GB",
        slug: "apps-s-1vcpu-0.5gb",
        cpu_type: "SHARED",
        cpus: "1",
        memory_bytes: "536870912",
        usd_per_month: "6.50",
        usd_per_second: "0.000002686839",
        tier_slug: "basic",
        single_instance_only: true,
        bandwidth_allowance_gib: "50",
      },
      {
        name: "Dedicated 16VCPU 64GB",
        slug: "apps-d-16vcpu-64gb",
        cpu_type: "DEDICATED",
        cpus: "16",
        memory_bytes: "68719476736",
        usd_per_month: "784.00",
        scalable: true,
        bandwidth_allowance_gib: "1000",
      },
      { slug: "apps-without-a-price" },
      "not a size",
    ],
  };
  const regions = {
    regions: [
      { slug: "nyc", label: "New York", continent: "North America", data_centers: ["nyc1"], default: true },
      { slug: "par", label: "Paris", disabled: true },
    ],
  };
  const live = catalogFromApi(sizes, regions, "2026-10-01");

  test("its prices win over the built-in ones", () => {
    expect(findSize("apps-s-1vcpu-0.5gb", live)?.priceCents).toBe(650);
    expect(live.asOf).toBe("2026-10-01");
  });

  test("keeps a size that the toolkit has never heard of, false booleans being left out", () => {
    expect(findSize("apps-d-16vcpu-64gb", live)).toEqual({
      slug: "apps-d-16vcpu-64gb",
      name: "Dedicated 16VCPU 64GB",
      cpuType: "dedicated",
      vcpus: 16,
      memoryMib: 65536,
      priceCents: 78400,
      bandwidthGib: 1000,
      singleInstanceOnly: false,
      scalable: true,
      legacy: false,
    });
    expect(findSize("apps-without-a-price", live)).toBeUndefined();
  });

  test("keeps the legacy sizes, which the API does not list, and drops what it no longer sells", () => {
    expect(findSize("basic-xxs", live)?.priceCents).toBe(500);
    expect(findSize("apps-s-1vcpu-1gb", live)).toBeUndefined();
  });

  test("takes its regions as they are", () => {
    expect(live.regions.map(({ slug, disabled }) => ({ slug, disabled }))).toEqual([
      { slug: "nyc", disabled: false },
      { slug: "par", disabled: true },
    ]);
  });

  test("answers that cannot be read leave the built-in data", () => {
    for (const broken of [undefined, null, "", [], { instance_sizes: { slug: 1 }, regions: 7 }]) {
      const catalog = catalogFromApi(broken, broken, "2026-10-01");
      expect(catalog.sizes).toBe(DEFAULT_CATALOG.sizes);
      expect(catalog.regions).toBe(DEFAULT_CATALOG.regions);
    }
  });
});
