// The five lines: a whole site in one file.
import { App } from "demijohn";

const app = new App();
app.get("/", () => "Hello, World!");
app.get("/hello/<name>", ({ params }) => `Hello, ${params.name}!`);
app.run();
