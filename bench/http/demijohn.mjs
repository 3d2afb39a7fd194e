// Answers the four questions of the HTTP benchmark with Demijohn: plaintext, JSON, routing through three hooks, validation.
import { App, text } from "demijohn";

const HELLO = "Hello, World!";
const port = Number(process.env.PORT);
const app = new App({ logger: { debug() {}, info() {}, warn() {}, error: console.error } });

app.get("/plaintext", () => text(HELLO));
app.get("/json", () => ({ message: HELLO }));

const emailPattern = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const person = {
  "~standard": {
    version: 1,
    vendor: "bench",
    validate(value) {
      const issues = [];
      const check = (isValid, name) => void (isValid || issues.push({ message: `${name} is not valid`, path: [name] }));
      if (value === null || typeof value !== "object") return { issues: [{ message: "not an object" }] };
      const { name, email, age, active, tags } = value;
      check(typeof name === "string" && name.length >= 1 && name.length <= 100, "name");
      check(typeof email === "string" && emailPattern.test(email), "email");
      check(Number.isInteger(age) && age >= 0 && age <= 150, "age");
      check(typeof active === "boolean", "active");
      check(Array.isArray(tags) && tags.length <= 10 && tags.every((tag) => typeof tag === "string"), "tags");
      return issues.length > 0 ? { issues } : { value: { name, email, age, active, tags } };
    },
  },
};
app.post("/people", (request) => request.json({ schema: person }));

const nothing = (_request, next) => next();
for (let i = 0; i < 200; i++) {
  app.get(`/api/r${i}/items/<int:id>`, { middleware: [nothing, nothing, nothing] }, ({ params, query }) => ({
    id: params.id,
    sort: query.get("sort"),
    limit: query.get("limit", { type: "int" }),
  }));
}
await app.run({ port, host: "127.0.0.1" });
