// What handlers know of their parameters: what must compile and what must not.
import { App, Blueprint, defineConverter } from "demijohn";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_proof: Equal<A, B>): void {}

const app = new App();
app.get("/posts/<int:id>", ({ params }) => {
  same<typeof params, { readonly id: number }>(true);
  return String(params.id.toFixed());
});
app.get("/a/<name>/<path:rest>/<uuid:u>/<any(x,y):w>", ({ params }) => {
  same<typeof params, { readonly name: string; readonly rest: string; readonly u: string; readonly w: "x" | "y" }>(
    true,
  );
  return params.w;
});
app.get("/pages/", { name: "pages", defaults: { page: 1 } }, ({ params }) => {
  same<typeof params.page, 1>(true);
  return String(params.page);
});
app.get("/", ({ params }) => {
  same<keyof typeof params, never>(true);
  return "";
});

// @ts-expect-error: the pattern has no parameter "ids"
app.get("/posts/<int:id>", ({ params }) => params.ids);
// @ts-expect-error: id is a number
app.get("/posts/<int:id>", ({ params }) => params.id.toUpperCase());
// @ts-expect-error: a handler returns something
app.get("/", () => {});
// @ts-expect-error: null is no reply
app.get("/", () => null);
// @ts-expect-error: a number is no reply
app.get("/", () => 7);
// @ts-expect-error: there is no converter "intt"
app.get("/posts/<intt:id>", () => "");
// @ts-expect-error: a pattern begins with a slash
app.get("posts", () => "");
// @ts-expect-error: the bracket is not closed
app.post("/posts/<int:id", () => "");
// @ts-expect-error: params cannot be assigned
app.get("/posts/<int:id>", ({ params }) => void (params.id = 7) ?? "");
// @ts-expect-error: misspelled option
app.get("/", { nam: "index" }, () => "");
// @ts-expect-error: json() gives unknown without a schema
app.post("/", async (request) => (await request.json()).name);
// @ts-expect-error: a query value may be missing
app.get("/", (request) => request.query.get("q").length);
app.get("/", (request) => String(request.query.get("page", { type: "int", default: 1 }).toFixed()));

const hex = defineConverter({
  regex: "[0-9a-f]+",
  parse: (text) => Number.parseInt(text, 16),
  format: (value: number) => value.toString(16),
});
const own = new App({ converters: { hex } });
own.get("/colors/<hex:color>", ({ params }) => {
  same<typeof params, { readonly color: number }>(true);
  return String(params.color);
});
// @ts-expect-error: this app has no converter "hexx"
own.get("/colors/<hexx:color>", () => "");

const blog = new Blueprint("blog");
blog.get("/<slug:slug>", ({ params }) => params.slug);
// @ts-expect-error: the pattern has no parameter "id"
blog.get("/<slug:slug>", ({ params }) => params.id);
app.use(blog, { prefix: "/blog" });

app.ws("/rooms/<int:room>", async (socket, { params }) => {
  same<typeof params, { readonly room: number }>(true);
  await socket.send(String(params.room));
});
// @ts-expect-error: room is a number
app.ws("/rooms/<int:room>", async (socket, { params }) => socket.send(params.room));

app.onError(404, (error, request) => `${error.message} ${request.path}`);
class JarError extends Error {
  readonly jar: number = 7;
}
app.onError(JarError, (error) => String(error.jar.toFixed()));
// @ts-expect-error: JarError has no property "jars"
app.onError(JarError, (error) => String(error.jars));
