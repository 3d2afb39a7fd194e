// Users: registering, logging in and out, and who is asking.
import { Blueprint, type Request, redirect } from "demijohn";
import { getDb } from "./db.ts";
import { checkPassword, hashPassword } from "./password.ts";

/** A row of the table `user`. */
export interface User {
  readonly id: number;
  readonly username: string;
  readonly password: string;
}

declare global {
  namespace Demijohn {
    interface RequestState {
      /** Who is logged in; null for nobody. There once {@link currentUser} was called. */
      user?: User | null;
    }
    interface SessionData {
      user_id: number;
    }
  }
}

export const auth: Blueprint = new Blueprint("auth", { prefix: "/auth" });

/** Who is logged in, or null. */
export function currentUser(request: Request): User | null {
  const { state } = request;
  if (state.user === undefined) {
    const id = request.session.get("user_id");
    const row = id === undefined ? undefined : getDb(request).prepare("SELECT * FROM user WHERE id = ?").get(id);
    state.user = (row as User | undefined) ?? null;
  }
  return state.user;
}

/** Thrown where only users may go; the app answers with the way to the login page. */
export class LoginRequired extends Error {}

/** Who is logged in. @throws LoginRequired for nobody. */
export function requireUser(request: Request): User {
  const user = currentUser(request);
  if (user === null) throw new LoginRequired();
  return user;
}

auth.contextProcessor((request) => ({ user: currentUser(request) }));

auth.route("/register", { methods: ["GET", "POST"] }, async function register(request) {
  if (request.method === "POST") {
    const { fields } = await request.form();
    const username = fields.require("username");
    const password = fields.require("password");
    const error = await addUser(request, username, password);
    if (error === undefined) return redirect(request.urlFor("auth.login"));
    request.flash(error, "error");
  }
  return request.render("auth/register.html");
});

auth.route("/login", { methods: ["GET", "POST"] }, async function login(request) {
  if (request.method === "POST") {
    const { fields } = await request.form();
    const found = await findUser(request, fields.require("username"), fields.require("password"));
    if (typeof found !== "string") {
      request.session.clear();
      request.session.rotate();
      request.session.set("user_id", found.id);
      return redirect(request.urlFor("blog.index"));
    }
    request.flash(found, "error");
  }
  return request.render("auth/login.html");
});

auth.get("/logout", function logout(request) {
  request.session.clear();
  return redirect(request.urlFor("blog.index"));
});

/** Adds a user; returns what is wrong instead, if something is. */
async function addUser(request: Request, username: string, password: string): Promise<string | undefined> {
  if (username === "") return "Username is required.";
  if (password === "") return "Password is required.";
  const { changes } = getDb(request)
    .prepare("INSERT INTO user (username, password) VALUES (?, ?) ON CONFLICT (username) DO NOTHING")
    .run(username, await hashPassword(password));
  return changes === 0 ? `User ${username} is already registered.` : undefined;
}

/** Finds the user with this name and password; returns what is wrong instead, if something is. */
async function findUser(request: Request, username: string, password: string): Promise<User | string> {
  const row = getDb(request).prepare("SELECT * FROM user WHERE username = ?").get(username);
  const user = row as User | undefined;
  if (user === undefined) return "Incorrect username.";
  return (await checkPassword(password, user.password)) ? user : "Incorrect password.";
}
