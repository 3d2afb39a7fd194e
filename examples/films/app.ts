// The film site: 3,201 films with search, filters, pages, charts, a JSON API and CSV, and an atlas of 135,233 places.
import { App, type AppOptions } from "demijohn";
import { admin } from "demijohn/admin";
import { auth } from "demijohn/auth";
import { security } from "demijohn/security";
import { siteAdmin } from "./admin.ts";
import { makeAtlas } from "./atlas/site.ts";
import { makeApi } from "./catalog/api.ts";
import { makeSite } from "./catalog/site.ts";
import { dashboard } from "./dashboard.ts";
import { User } from "./members/models.ts";
import { makeMembers } from "./members/site.ts";
import { siteModels } from "./models.ts";

/** Makes the site; its database is the one that is set up as `default`. */
export function createApp(options: Pick<AppOptions, "mode" | "logger"> = {}): App {
  const app = new App({
    ...options,
    root: import.meta.url,
    name: "films",
    templates: { trimBlocks: true, lstripBlocks: true },
  });
  app.models(siteModels());
  app.use(security());
  app.use(auth({ user: User, siteName: "Films" }));
  app.use(admin({ models: siteAdmin, title: "Films admin", dashboard }), { prefix: "/admin" });
  app.use(makeSite());
  app.use(makeMembers());
  app.use(makeAtlas(), { prefix: "/atlas" });
  app.use(makeApi(), { prefix: "/api" });
  app.templateFilter("money", (amount: number | bigint | null) => (amount === null ? "–" : shortMoney(Number(amount))));
  app.onError(404, (error, request) =>
    request.render("missing.html", { message: error.message.split(": ").slice(1).join(": ") }),
  );
  return app;
}

// $1.2 billion, $34.5 million, $120,000
function shortMoney(amount: number): string {
  if (amount === 0) return "–";
  if (amount >= 1e9) return `$${(amount / 1e9).toFixed(2)} billion`;
  if (amount >= 1e6) return `$${(amount / 1e6).toFixed(1)} million`;
  return `$${amount.toLocaleString("en-US")}`;
}
