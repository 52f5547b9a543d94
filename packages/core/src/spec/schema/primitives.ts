import * as z from "zod";

/** A TCP port, where 0 stands for "not set". */
export function port(): z.ZodInt {
  return z.int().min(0).max(65_535);
}

/** A duration as Go writes it: `5h30m`, `600s`; neither a bare number nor days. */
export function duration(): z.ZodString {
  return z.string().regex(/^(0|(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+)$/);
}
