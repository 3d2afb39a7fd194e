// The app that the runtimes test starts on Node, Bun and Deno; it prints its port.
import { App, html, notFound, redirect, reply, text } from "demijohn";
import { sessions } from "demijohn/sessions";

const app = new App({
  mode: "production",
  secretKey: "kZ0pQ6v3x8N1b7M4c2L9d5F6g8H0j3K1",
  logger: { debug() {}, info() {}, warn() {}, error: console.error },
});
app.use(sessions({ secure: false }));
app.get("/", () => "Hello, World!");
app.get("/hello/<name>", ({ params }) => html`<p>Hello, ${params.name}!</p>`);
app.get("/post/<int:id>", ({ params }) => ({ next: params.id + 1 }));
app.get("/projects/", () => "projects");
app.get("/text", () => text("naïve ☕"));
app.get("/old", () => redirect("/projects/"));
app.get("/missing", () => notFound("No such jar."));
app.get("/fails", () => {
  throw new Error("This is meant to fail.");
});
app.get("/headers", (request) => ({
  method: request.method,
  host: request.host !== "",
  agent: request.userAgent,
  q: request.query.getAll("q"),
}));
app.post("/json", async (request) => ({ got: await request.json() }));
app.post("/form", async (request) => {
  const { fields, files } = await request.form();
  const file = files.get("file");
  return { name: fields.require("name"), file: file && (await file.text()), type: file?.type };
});
app.get("/stream", async function* () {
  yield "one ";
  await new Promise((resolve) => setTimeout(resolve, 10));
  yield "two";
});
app.get("/cookies", () => {
  const response = reply("set", 201, { "X-Jar": "7" });
  response.setCookie("a", "1");
  response.setCookie("b", "2");
  return response;
});
app.get("/empty", () => reply("", 204));
app.get("/session", (request) => {
  const visits = Number(request.session.get("visits") ?? 0) + 1;
  request.session.set("visits", visits);
  return { visits };
});
app.ws("/echo", { protocols: ["jar"] }, async (socket) => {
  for await (const message of socket) await socket.send(`${socket.protocol}:${message}`);
});
const server = await app.run({ port: 0 });
console.log(`listening on ${server.port}`);
process.on("SIGTERM", () => void server.close().then(() => process.exit(0)));
