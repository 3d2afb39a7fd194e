// Refuses what other sites make a browser send to the room's pages, also where no other guard is installed.
import type { Middleware, Reply } from "#app";
import { Forbidden, type Request } from "#http";

/** Lets unsafe requests pass only from the site itself: by Fetch Metadata, or by the Origin of browsers without it. */
export const sameOriginOnly: Middleware = function sameOrigin(request, next): Reply | Promise<Reply> {
  if (request.method === "GET" || request.method === "HEAD" || request.method === "OPTIONS" || isOwn(request))
    return next();
  throw new Forbidden(
    "This form can be sent from this site only. Go back, load the page again, and send it once more.",
    {
      code: "AUTH_FOREIGN_ORIGIN",
    },
  );
};

function isOwn(request: Request): boolean {
  const site = request.header("sec-fetch-site");
  if (site !== undefined) return site === "same-origin" || site === "none";
  const origin = request.header("origin");
  // Programs that are no browsers send neither, and hold no cookies that somebody else could use.
  return origin === undefined || origin === request.origin;
}
