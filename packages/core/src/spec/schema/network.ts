import * as z from "zod";
import { doc } from "./doc.ts";

/** Which addresses the app's own requests come from. */
export const egress = z
  .looseObject({
    type: z.enum(["AUTOASSIGN", "DEDICATED_IP"]).register(doc, {
      description: "Where outgoing requests come from.",
      default: "AUTOASSIGN",
      values: {
        AUTOASSIGN: "Any address of the platform.",
        DEDICATED_IP:
          "IPv4 addresses of this app alone, at a price a month. Functions and log forwarding do not use them.",
      },
    }),
  })
  .partial()
  .register(doc, {
    id: "egress",
    kind: "the egress",
    bare: "type",
    description: "Which addresses outgoing requests come from.",
  });

/** The private network of the account that the app joins. */
export const vpc = z
  .looseObject({
    id: z.string().register(doc, { description: "The network's UUID.", alsoWritten: ["uuid", "vpc_id"] }),
    egress_ips: z
      .array(
        z
          .looseObject({
            ip: z.string().register(doc, { description: "One address of the app inside the network." }),
          })
          .partial()
          .register(doc, { id: "egressIp", kind: "an egress IP", description: "One address." }),
      )
      .register(doc, {
        description: "The app's addresses inside the network. The platform writes them.",
        readOnly: true,
      }),
  })
  .partial()
  .register(doc, {
    id: "vpc",
    kind: "the vpc",
    bare: "id",
    description: "The private network (VPC) that the app joins. Functions cannot.",
  });
