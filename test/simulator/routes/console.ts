import { badRequest, notFound } from "../server/answer.ts";
import { type Call, type Route, route } from "../server/route.ts";
import { instancesOf } from "../world/instances.ts";
import { componentOf, deploymentOfPath, findApp } from "./find.ts";

export const consoleRoutes: Route[] = [
  route(
    "GET",
    "/v2/apps/{app_id}/components/{component_name}/exec",
    "apps_get_exec_active_deployment",
    "app:access_console",
    exec,
  ),
  route(
    "GET",
    "/v2/apps/{app_id}/deployments/{deployment_id}/components/{component_name}/exec",
    "apps_get_exec",
    "app:access_console",
    exec,
  ),
];

function exec(call: Call) {
  const app = findApp(call);
  const deployment = deploymentOfPath(call, app);
  const { component } = componentOf(deployment, call.params.component_name);
  const instances = instancesOf(call.world, app, deployment).filter(
    (each) => each.component_name === component.name,
  );
  const first = instances[0];
  if (!first) throw badRequest(`component "${component.name}" has no running instance`);
  const asked = call.url.searchParams.get("instance_name");
  if (asked && !instances.some((each) => each.instance_name === asked)) throw notFound();
  const instance = asked ?? first.instance_name;
  return {
    body: {
      url: call.links.issue({ kind: "console", appName: app.spec.name, component: component.name, instance }),
    },
  };
}
