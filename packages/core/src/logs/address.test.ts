import { describe, expect, it } from "vitest";
import { DEFAULT_BASE_URL } from "../api/index.ts";
import { isArchiveAddress, LogStreamError, liveAddress } from "./address.ts";

const SIMULATOR = "http://127.0.0.1:8080";

describe("on the platform", () => {
  it.each([
    [
      "https://proxy-apps-prod-ams3-001.ondigitalocean.app/?token=t",
      "wss://proxy-apps-prod-ams3-001.ondigitalocean.app/?token=t",
    ],
    [
      "wss://proxy-apps-prod-ams3-001.ondigitalocean.app/?token=t",
      "wss://proxy-apps-prod-ams3-001.ondigitalocean.app/?token=t",
    ],
  ])("%s is live at %s", (link, address) => {
    expect(liveAddress(link, DEFAULT_BASE_URL)).toBe(address);
  });

  it.each([
    "http://proxy.ondigitalocean.app/?token=t",
    "ws://proxy.ondigitalocean.app/?token=t",
    "wss://ondigitalocean.app.evil.example/?token=t",
    "wss://evilondigitalocean.app/?token=t",
    "wss://proxy.ondigitalocean.app:8443/?token=t",
    "wss://user@proxy.ondigitalocean.app/?token=t",
    "wss://127.0.0.1/?token=t",
    "file:///etc/passwd",
    "token=t",
    "",
  ])("%s is not followed, nor shown", (link) => {
    const error = (() => {
      try {
        return liveAddress(link, DEFAULT_BASE_URL);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(LogStreamError);
    expect(String(error)).not.toContain("token=");
  });

  it("archives are anywhere, but over https", () => {
    expect(isArchiveAddress("https://logs.example/a?sig=s", DEFAULT_BASE_URL)).toBe(true);
    expect(isArchiveAddress("http://logs.example/a?sig=s", DEFAULT_BASE_URL)).toBe(false);
    expect(isArchiveAddress("https://me@logs.example/a", DEFAULT_BASE_URL)).toBe(false);
  });
});

describe("with another base URL", () => {
  it("everything is on its own host", () => {
    expect(liveAddress(`${SIMULATOR}/live?token=t`, SIMULATOR)).toBe("ws://127.0.0.1:8080/live?token=t");
    expect(() => liveAddress("wss://proxy.ondigitalocean.app/?token=t", SIMULATOR)).toThrow(LogStreamError);
    expect(() => liveAddress("http://127.0.0.1:8081/live", SIMULATOR)).toThrow(LogStreamError);
    expect(isArchiveAddress(`${SIMULATOR}/archive`, SIMULATOR)).toBe(true);
    expect(isArchiveAddress("https://logs.example/a", SIMULATOR)).toBe(false);
  });

  it("a secure one stays secure", () => {
    expect(() => liveAddress("ws://api.example/live", "https://api.example")).toThrow(LogStreamError);
    expect(isArchiveAddress("http://api.example/a", "https://api.example")).toBe(false);
  });
});
