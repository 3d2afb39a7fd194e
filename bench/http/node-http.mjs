// Answers the four questions of the HTTP benchmark with nothing but node:http: the limit that a framework is measured against.
import http from "node:http";

const port = Number(process.env.PORT);
const send = (out, type, body) => {
  out.writeHead(200, { "content-type": type, "content-length": Buffer.byteLength(body) });
  out.end(body);
};
const json = (out, value) => send(out, "application/json", JSON.stringify(value));
const fail = (out, status) => {
  out.writeHead(status, { "content-length": 0 });
  out.end();
};
const emailPattern = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const isPerson = (value) =>
  value !== null &&
  typeof value === "object" &&
  typeof value.name === "string" &&
  value.name.length >= 1 &&
  value.name.length <= 100 &&
  typeof value.email === "string" &&
  emailPattern.test(value.email) &&
  Number.isInteger(value.age) &&
  value.age >= 0 &&
  value.age <= 150 &&
  typeof value.active === "boolean" &&
  Array.isArray(value.tags) &&
  value.tags.length <= 10 &&
  value.tags.every((tag) => typeof tag === "string");

const hooks = [(_message, _out, next) => next(), (_message, _out, next) => next(), (_message, _out, next) => next()];
const through = (message, out, end, i = 0) =>
  i === hooks.length ? end() : hooks[i](message, out, () => through(message, out, end, i + 1));
const items = new Set(Array.from({ length: 200 }, (_, i) => `r${i}`));

http
  .createServer((message, out) => {
    const { url } = message;
    const question = url.indexOf("?");
    const path = question < 0 ? url : url.slice(0, question);
    if (path === "/plaintext") return send(out, "text/plain", "Hello, World!");
    if (path === "/json") return json(out, { message: "Hello, World!" });
    if (path === "/people") {
      const chunks = [];
      message.on("data", (chunk) => chunks.push(chunk));
      message.on("end", () => {
        let value;
        try {
          value = JSON.parse(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
        } catch {
          return fail(out, 400);
        }
        if (!isPerson(value)) return fail(out, 422);
        const { name, email, age, active, tags } = value;
        return json(out, { name, email, age, active, tags });
      });
      return undefined;
    }
    const parts = path.split("/");
    if (
      parts.length === 5 &&
      parts[1] === "api" &&
      parts[3] === "items" &&
      items.has(parts[2]) &&
      /^\d+$/.test(parts[4])
    ) {
      const query = new URLSearchParams(question < 0 ? "" : url.slice(question + 1));
      return through(message, out, () =>
        json(out, { id: Number(parts[4]), sort: query.get("sort"), limit: Number(query.get("limit")) }),
      );
    }
    return fail(out, 404);
  })
  .listen(port, "127.0.0.1", 511);
