// Answers pages of a project's own, in the admin's frame.
import type { Blueprint, Reply } from "#app";
import { Forbidden, NotFound, type Request, Response } from "#http";
import { readCards } from "../data/front/read-cards.ts";
import type { AdminSite } from "../data/site.ts";
import type { DashboardCard } from "../options/site-options.ts";
import { maySee, showAdminPage } from "./admin-context.ts";

/** Adds the route. */
export function addOwnPages(blueprint: Blueprint, site: AdminSite): void {
  blueprint.route("/pages/<slug:page>", { name: "page", methods: ["GET", "POST"] }, (request) =>
    showOwnPage(site, request, request.params.page),
  );
}

async function showOwnPage(site: AdminSite, request: Request, name: string): Promise<Reply> {
  const page = site.pages.find((each) => each.name === name);
  if (page === undefined) throw new NotFound("There is no such page.");
  if (!(await maySee(page, request))) throw new Forbidden();
  const content = await page.show(request);
  if (content instanceof Response) return content;
  const { cards = [], ...context } = content;
  return showAdminPage(site, request, page.template ?? "page", {
    title: page.title,
    page,
    context: { ...context, body: content.body ?? "", cards: await readCards(cards, request, cardFailed(request)) },
  });
}

/** Writes a card that failed into the app's log. */
export function cardFailed(request: Request): (error: unknown, card: DashboardCard) => void {
  return (error, card) =>
    request.app.logger.error(`The card “${card.title}” of the admin could not be read: ${reasonOf(error)}`);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
