import { describe, expect, it } from "vitest";
import { AppLog, jobLog } from "./log.ts";
import { Secrets } from "./secrets.ts";

/** A log, and what it writes: a group's title as `▾`, its end as `▴`. */
function written() {
  const lines: string[] = [];
  const take = (line: string | Error) => void lines.push(String(line));
  const secrets = new Secrets(() => {});
  const log = jobLog(secrets, {
    info: take,
    warning: take,
    error: take,
    startGroup: (title) => take(`▾ ${title}`),
    endGroup: () => take("▴"),
  });
  return { log, lines, secrets };
}

describe("a log within a log", () => {
  it("folds away between the lines that a reader wants", () => {
    const { log, lines } = written();
    log.foreign("Building");
    log.within("Build log", "api │ npm ci");
    log.within("Build log", "api │ npm run build");
    log.foreign("✓ build › api");
    log.within("Build log", "web │ vite build");
    log.within("Deploy log", "api │ ready");
    log.warning("Slow.");
    expect(lines).toEqual([
      "Building",
      "▾ Build log",
      "api │ npm ci",
      "api │ npm run build",
      "▴",
      "✓ build › api",
      "▾ Build log, continued",
      "web │ vite build",
      "▴",
      "▾ Deploy log",
      "api │ ready",
      "▴",
      "Slow.",
    ]);
  });

  it("carries out no command, and shows no secret, not even one with a colour in its middle", () => {
    const { log, lines, secrets } = written();
    secrets.add("s3cret-value");
    log.within("Build ##[error]log", "::add-mask::x");
    log.within("Build ##[error]log", "key=s3cret\u001b[32m-value");
    log.warning(`It says ${Buffer.from("user:s3cret-value").toString("base64")}.`);
    expect(lines).toEqual([
      "▾ Build ## [error]log",
      ": :add-mask::x",
      "key=***",
      "▴",
      expect.stringMatching(/^It says dXNl[^.]{0,4}\*\*\*[^.]{0,4}\.$/),
    ]);
  });
});

describe("the logs of several apps", () => {
  it("show what happens at once, and the long logs in one piece each", () => {
    const { log, lines } = written();
    const [shop, docs] = [new AppLog(log, "shop"), new AppLog(log, "docs")];
    shop.foreign("0:01  Building");
    shop.within("Build log", "installing");
    docs.within("Build log", "rendering");
    docs.foreign("0:02  Building");
    shop.within("Build log", "done");
    shop.warning("slow");
    docs.flush();
    shop.flush();
    log.close();
    expect(lines).toEqual([
      "shop │ 0:01  Building",
      "docs │ 0:02  Building",
      "shop: slow",
      "▾ docs: Build log",
      "rendering",
      "▴",
      "docs │ That was all of its logs.",
      "▾ shop: Build log",
      "installing",
      "done",
      "▴",
      "shop │ That was all of its logs.",
    ]);
  });
});
