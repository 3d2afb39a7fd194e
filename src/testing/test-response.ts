// Holds what a test client got: the response, where it came from, and the redirects on the way.
import { Response, type ResponseBody } from "#http";

/** A response with the address it came from and the redirects that led to it. */
export class TestResponse extends Response {
  /** The path and query that were asked for last. */
  readonly url: string;
  /** The redirects that were followed, in order. */
  readonly history: readonly TestResponse[];

  constructor(response: Response, url: string, history: readonly TestResponse[]) {
    super(response.body as ResponseBody, { status: response.status, headers: response.headers });
    if (response.contentType === undefined) this.headers.delete("content-type");
    this.url = url;
    this.history = history;
  }

  /** The `Location` header. */
  get location(): string | undefined {
    return this.headers.get("location");
  }
}
