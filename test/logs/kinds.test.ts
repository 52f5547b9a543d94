// Logs that are not of a deployment: runs of jobs, and autoscaling.
import { expect, it } from "vitest";
import { spec, web } from "../simulator/test-client.ts";
import { Scene } from "./scene.ts";

const MINUTE = 60_000;

async function first<T>(items: AsyncIterable<T>): Promise<T | undefined> {
  for await (const item of items) return item;
  return undefined;
}

it("are those of one run of a job, to its end", async () => {
  await using scene = await Scene.start();
  const job = { ...web({ name: "report" }), kind: "SCHEDULED", schedule: { cron: "*/15 * * * *" } };
  const app = await scene.platform.createAndDeploy(spec({ jobs: [job] }));
  scene.simulator.advance(60 * MINUTE);
  const invocation = await first(scene.client.jobs.list(app.id));
  const tail = scene.tail(app, {
    type: "JOB_INVOCATION",
    jobName: "report",
    jobInvocationId: invocation?.id ?? "",
  });
  while (!tail.notices.includes("ended")) {
    scene.simulator.advance(MINUTE);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await tail.over;

  expect(tail.lines.length).toBeGreaterThan(0);
  expect(
    tail.lines.every(
      ({ component, deploymentId }) => component === "report" && deploymentId === app.active_deployment?.id,
    ),
  ).toBe(true);
  expect(tail.events.at(-1)).toMatchObject({ code: "ended", reason: "complete" });
});

it("are those of an autoscaling event", async () => {
  await using scene = await Scene.start();
  const autoscaling = { min_instance_count: 1, max_instance_count: 3, metrics: { cpu: { percent: 80 } } };
  const service = web({ instance_size_slug: "apps-d-1vcpu-1gb", autoscaling });
  const app = await scene.platform.createAndDeploy(spec({ services: [service] }));
  scene.simulator.advance(60 * MINUTE);
  const event = await first(scene.client.events.list(app.id, { types: ["AUTOSCALING"] }));
  const tail = scene.tail(app, { type: "AUTOSCALE_EVENT", eventId: event?.id ?? "", follow: false });
  await tail.over;

  expect(tail.lines.length).toBeGreaterThan(0);
  expect(tail.events.at(-1)).toMatchObject({ code: "ended", reason: "complete" });
});

it.each([
  [{ type: "JOB_INVOCATION" }, "Logs of type JOB_INVOCATION need the id of one."],
  [{ type: "JOB_INVOCATION", jobInvocationId: "id" }, "need the job's name"],
])("cannot be had of %j", async (selection, message) => {
  await using scene = await Scene.start();

  expect(String(await scene.tail({ id: "app" }, selection).over)).toContain(message);
});
