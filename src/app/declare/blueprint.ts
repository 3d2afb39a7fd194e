// Collects the routes and everything else of one part of a site, to be taken in by an app under a prefix and a name.
import { quoteValue, SetupError } from "#kernel";
import type { Battery } from "./battery.ts";
import { folderOf } from "./folder-of.ts";
import { RouteScope } from "./route-scope.ts";

/** Options of a {@link Blueprint}. */
export interface BlueprintOptions {
  /** `import.meta.url` or a folder: `templates/` and `static/` beside it are found. */
  readonly root?: string | URL | undefined;
  /** A path before all routes; `use(blueprint, { prefix })` replaces it. */
  readonly prefix?: string | undefined;
  readonly subdomain?: string | undefined;
  readonly host?: string | undefined;
  /** The folder of static files, or false for none; `static` beside `root` if not given. */
  readonly staticFolder?: string | false | undefined;
  /** The folder of templates, or false for none; `templates` beside `root` if not given. */
  readonly templateFolder?: string | false | undefined;
  /** What batteries let routes say of themselves, for all routes that do not say it. */
  readonly routes?: Demijohn.RouteExtensions | undefined;
}

/**
 * One part of a site: Flask's blueprint and Django's app in one record.
 *
 * Its routes are named `<blueprint>.<route>`; blueprints can use blueprints.
 *
 * @example
 * ```ts
 * import { App, Blueprint } from "demijohn";
 * const blog = new Blueprint("blog");
 * blog.get("/<int:id>", { name: "show" }, ({ params }) => `Post ${params.id}`);
 * const app = new App();
 * app.use(blog, { prefix: "/blog" });
 * console.log(app.urlFor("blog.show", { id: 7 })); // /blog/7
 * ```
 */
export class Blueprint<Converters = {}> extends RouteScope<Converters> {
  readonly name: string;
  readonly options: BlueprintOptions;

  /** @throws SetupError for a name that is empty or has a dot. */
  constructor(name: string, options: BlueprintOptions = {}) {
    super();
    if (typeof name !== "string" || !/^[^.\s/]+$/.test(name)) {
      throw new SetupError("APP_BAD_BLUEPRINT_NAME", "A blueprint's name is one word without dots.", {
        wrote: `new Blueprint(${quoteValue(name)})`,
        cure: "Names of nested blueprints are joined with dots by Demijohn.",
      });
    }
    this.name = name;
    this.options = options;
  }

  /** The blueprint's folder of static files, if it has one. */
  get staticFolder(): string | undefined {
    return this.#folder("static", this.options.staticFolder);
  }

  /** The blueprint's folder of templates, if it has one. */
  get templateFolder(): string | undefined {
    return this.#folder("templates", this.options.templateFolder);
  }

  #folder(name: string, option: string | false | undefined): string | undefined {
    const { root } = this.options;
    if (option === false || (root === undefined && option === undefined)) return undefined;
    const path = process.getBuiltinModule("node:path");
    const folder = path.resolve(root === undefined ? "." : folderOf(root), option ?? name);
    return process.getBuiltinModule("node:fs").existsSync(folder) ? folder : undefined;
  }

  // A blueprint is not frozen itself: an app that used it does not see what is declared later.
  protected override assertOpen(): void {}

  protected override installBattery(battery: Battery): void {
    throw new SetupError(
      "APP_BATTERY_IN_BLUEPRINT",
      `The battery "${battery.name}" belongs to the app, not to a blueprint.`,
      {
        wrote: `${this.name}.use(${battery.name}())`,
        cure: `Write app.use(${battery.name}()).`,
      },
    );
  }
}
