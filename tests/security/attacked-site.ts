// Makes the app that the attacks of the tests are run against, and visitors of it.
import { App, type AppOptions, type RequestOptions, type Response, redirect } from "demijohn";
import { type SecurityOptions, safeRedirect, security } from "demijohn/security";
import { sessions } from "demijohn/sessions";

const key = "k3y-of-the-tests-0123456789-abcdefghijkl";

/** The app, and what came of the attacks. */
export interface Site {
  readonly app: App;
  /** What reached the handler that changes something. */
  readonly changes: string[];
  readonly log: string[];
}

/** An app in production, with a form, a JSON API and a page that redirects. */
export function siteWith(options: SecurityOptions = {}, appOptions: AppOptions = {}): Site {
  const changes: string[] = [];
  const log: string[] = [];
  const write = (text: string): void => void log.push(text);
  const app = new App({
    mode: "production",
    secretKey: key,
    logger: { debug: write, info: write, warn: write, error: write },
    ...appOptions,
  });
  app.use(sessions());
  app.use(security({ allowedHosts: ["example.org", "www.example.org"], ...options }));
  app.get("/form", (request) => request.csrfToken);
  app.route("/change", { methods: ["POST", "PUT", "PATCH", "DELETE"] }, async (request) => {
    const { fields } = await request.form();
    changes.push(fields.get("to") ?? request.method);
    return "changed";
  });
  app.post("/api/change", async (request) => {
    changes.push(JSON.stringify(await request.json()));
    return { changed: true };
  });
  app.get("/change-by-get", () => "a page");
  app.get("/go", (request) => safeRedirect(request, request.query.get("next"), { fallback: "/home" }));
  app.get("/link", { name: "link" }, (request) => request.urlFor("link", {}, { absolute: true }));
  app.get("/page", () => "page");
  app.get("/echo", (request) => redirect(`/page?${request.query.get("q")}`));
  return { app, changes, log };
}

/** The headers of a request to the site. */
export const own: Readonly<Record<string, string>> = { Host: "example.org" };
const cookieOf = (response: Response): string => response.headers.getAll("set-cookie")[0]!.split(";")[0]!;

/** A visitor of the site: the cookie, and a token of the form. */
export async function visit(
  app: App,
  headers: Record<string, string> = {},
): Promise<{ cookie: string; token: string }> {
  const response = await app.request("https://example.org/form", { headers });
  return { cookie: cookieOf(response), token: await response.text() };
}

/** Sends the form that changes something. Its result is the status. */
export async function post(app: App, headers: Record<string, string>, options: RequestOptions = {}): Promise<number> {
  const url = "https://example.org/change";
  return (await app.request(url, { method: "POST", form: { to: "eve" }, ...options, headers })).status;
}
