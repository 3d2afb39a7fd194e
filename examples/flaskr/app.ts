// A blog with several authors: register, log in, write, change and delete posts. Flask's tutorial on Demijohn.
import { App, type AppOptions, redirect } from "demijohn";
import { sessions } from "demijohn/sessions";
import { auth, LoginRequired } from "./auth.ts";
import { blog } from "./blog.ts";
import { addDatabase } from "./db.ts";

/** Makes the site; tests give it a database and a mode of their own. */
export function createApp(options: AppOptions = {}): App {
  const app = new App({ root: import.meta.url, name: "flaskr", ...options });
  app.use(sessions());
  addDatabase(app);
  app.get("/hello", () => "Hello, World!");
  app.use(auth);
  app.use(blog);
  app.onError(LoginRequired, (_error, request) => redirect(request.urlFor("auth.login")));
  return app;
}

if (import.meta.main) await createApp().run();
