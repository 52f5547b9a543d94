const PROXY_VARIABLES = ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"];

/**
 * Node's own `fetch`, which knows no proxies by default; where the environment names one, undici's through it. That is
 * loaded only then, as it is most of what the action would have to read at its start.
 */
export const jobFetch: typeof fetch = async (url, init) => {
  if (!PROXY_VARIABLES.some((name) => process.env[name])) return fetch(url, init);
  const { proxiedFetch } = await import("./proxied-fetch.ts");
  const answer: unknown = await proxiedFetch(String(url), init ?? {});
  // The same interface, declared twice.
  return answer as Response;
};
