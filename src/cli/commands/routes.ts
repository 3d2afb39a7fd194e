// The command that lists the app's routes.
import type { RouteTarget } from "#app";
import type { RouteDefinition } from "#routing";
import { renderTable } from "../line/table.ts";
import { defineOwnCommand, type OwnCommand } from "./own-command.ts";

const sortings = ["match", "name", "pattern", "methods"] as const;

export const routesCommand: OwnCommand = defineOwnCommand({
  name: "routes",
  summary: "List the routes: name, methods and pattern.",
  need: "ready",
  mode: "development",
  options: {
    sort: { type: sortings, default: "match", help: "The order; match is the order of declaration." },
    allMethods: { type: "boolean", help: "Also list HEAD and OPTIONS, which are answered automatically." },
    json: { type: "boolean", help: "Print JSON." },
  },
  run: ({ app, options, print, context }) => {
    const rows = app.plan.definitions.map((route) => describe(route, options.allMethods));
    const { sort } = options;
    if (sort !== "match") rows.sort((a, b) => (a[sort] < b[sort] ? -1 : a[sort] > b[sort] ? 1 : 0));
    if (options.json) return print(JSON.stringify(rows, null, 2));
    if (rows.length === 0) return print("The app has no routes.");
    const hasPlaces = rows.some(({ place }) => place !== "");
    const head = hasPlaces ? ["name", "methods", "host", "pattern"] : ["name", "methods", "pattern"];
    const cells = rows.map(({ name, methods, place, pattern }) =>
      hasPlaces ? [name, methods, place, pattern] : [name, methods, pattern],
    );
    return print(renderTable(head, cells, context.io.width));
  },
});

interface RouteRow {
  readonly name: string;
  readonly methods: string;
  readonly place: string;
  readonly pattern: string;
}

function describe(route: RouteDefinition<RouteTarget>, isComplete: boolean): RouteRow {
  const methods = new Set(route.methods ?? (route.websocket === true ? ["WS"] : ["any"]));
  if (isComplete && methods.has("GET")) methods.add("HEAD");
  if (isComplete && route.websocket !== true && route.target.automaticOptions) methods.add("OPTIONS");
  const place = route.host ?? (route.subdomain === undefined || route.subdomain === "" ? "" : `${route.subdomain}.`);
  return { name: route.name, methods: [...methods].join(", "), place, pattern: route.pattern };
}
