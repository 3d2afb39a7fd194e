// Defines the error of a URL that cannot be built: a wrong name, a missing or unusable value, a method no route answers.
import { DemijohnError, type ErrorDetails } from "#kernel";

/**
 * Thrown where no route gives a URL for the name and the values.
 *
 * @example
 * ```ts
 * import { RouteMap, UrlBuildError } from "demijohn/routing";
 * const routes = new RouteMap([{ pattern: "/login", name: "login", target: null }]);
 * try {
 *   routes.build("logn");
 * } catch (error) {
 *   if (error instanceof UrlBuildError) console.log(error.suggestion); // login
 * }
 * ```
 */
export class UrlBuildError extends DemijohnError {
  /** The name that was asked for. */
  readonly routeName: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** The nearest name of a route, where the name is unknown. */
  readonly suggestion: string | undefined;

  constructor(
    code: string,
    summary: string,
    details: ErrorDetails & {
      readonly routeName: string;
      readonly values: Readonly<Record<string, unknown>>;
      readonly suggestion?: string | undefined;
    },
  ) {
    const { routeName, values, suggestion, ...rest } = details;
    super(code, summary, rest);
    this.routeName = routeName;
    this.values = values;
    this.suggestion = suggestion;
  }
}
