import { DEFAULT_SIZE_SLUG, findSize, type InstanceSize } from "../../catalog/index.ts";
import { compareCost, estimateCost, formatMoneyChange } from "../../cost/index.ts";
import { isRecord, type PlainRecord, recordOf } from "../../spec/plain.ts";
import { memoryText, sizeText } from "../hover/value.ts";
import { monthlyCents } from "../price.ts";
import type { Scene } from "./scene.ts";
import { KIND } from "./suggestion.ts";
import type { OfferedValue, ValueSource } from "./values.ts";

export const SIZE_VALUES: readonly ValueSource[] = [
  {
    at: /\.instance_size_slug$/,
    needs: () => [{ kind: "catalog" }],
    values: sizes,
  },
];

/** Those that the component can run on as it is written first, by their price; legacy ones last. */
function sizes(scene: Scene): OfferedValue[] {
  const [list, index] = scene.place.path;
  const component = recordOf(scene.valueAt([list ?? "", index ?? 0])) ?? {};
  const isFit = ({ scalable, singleInstanceOnly }: InstanceSize) =>
    isRecord(component.autoscaling)
      ? scalable
      : !(singleInstanceOnly && Number(component.instance_count) > 1);
  const changeTo = changeFrom(scene, String(list), component);
  const rank = (size: InstanceSize) => (size.legacy ? 2 : isFit(size) ? 0 : 1);
  return scene.catalog.sizes
    .toSorted((a, b) => rank(a) - rank(b))
    .map((size) => ({
      value: size.slug,
      kind: KIND.enumMember,
      aside: monthlyCents(size.priceCents),
      detail: [sizeFacts(size), changeTo(size)].filter(Boolean).join(" · "),
      documentation: sizeText(size.slug, scene.catalog),
      ...(size.legacy && { deprecated: true }),
    }));
}

function sizeFacts(size: InstanceSize): string {
  const { vcpus, cpuType, memoryMib, priceCents } = size;
  return `${vcpus} ${cpuType} vCPU, ${memoryText(memoryMib)}, ${monthlyCents(priceCents)}, ${capability(size)}`;
}

function capability({ singleInstanceOnly, scalable }: InstanceSize): string {
  if (singleInstanceOnly) return "one instance";
  return scalable ? "autoscaling" : "several instances";
}

/** What another size would change in the month's bill, all instances together: `+$7.00/mo`. */
function changeFrom(
  { catalog }: Scene,
  list: string,
  component: PlainRecord,
): (size: InstanceSize) => string {
  const current = component.instance_size_slug ?? DEFAULT_SIZE_SLUG;
  if (typeof current !== "string" || !findSize(current, catalog)) return () => "";
  const costOf = (slug: string) =>
    estimateCost({ [list]: [{ ...component, instance_size_slug: slug }] }, { catalog });
  const before = costOf(current);
  return ({ slug }) => {
    const { delta } = compareCost(before, costOf(slug));
    return slug === current || (delta.low === 0 && delta.high === 0) ? "" : `${formatMoneyChange(delta)}/mo`;
  };
}
