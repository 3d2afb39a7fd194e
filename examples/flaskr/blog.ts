// Posts: the list for everybody, and writing, changing and deleting for their authors.
import { abort, Blueprint, type Request, redirect } from "demijohn";
import { requireUser } from "./auth.ts";
import { getDb } from "./db.ts";

/** A row of the table `post`, with its author's name. */
export interface Post {
  readonly id: number;
  readonly author_id: number;
  readonly username: string;
  /** `2018-01-01 00:00:00`, UTC. */
  readonly created: string;
  readonly title: string;
  readonly body: string;
}

type Draft = Pick<Post, "title" | "body">;

const select = "SELECT post.*, username FROM post JOIN user ON author_id = user.id";

export const blog: Blueprint = new Blueprint("blog");

blog.get("/", function index(request) {
  const posts = getDb(request).prepare(`${select} ORDER BY created DESC, post.id DESC`).all();
  return request.render("blog/index.html", { posts });
});

blog.route("/create", { methods: ["GET", "POST"] }, async function create(request) {
  const user = requireUser(request);
  let draft: Draft = { title: "", body: "" };
  if (request.method === "POST") {
    draft = await readDraft(request);
    if (draft.title !== "") {
      getDb(request)
        .prepare("INSERT INTO post (title, body, author_id) VALUES (?, ?, ?)")
        .run(draft.title, draft.body, user.id);
      return redirect(request.urlFor(".index"));
    }
    request.flash("Title is required.", "error");
  }
  return request.render("blog/create.html", { draft });
});

blog.route("/<int:id>/update", { methods: ["GET", "POST"] }, async function update(request) {
  const post = getOwnPost(request, request.params.id);
  let draft: Draft = post;
  if (request.method === "POST") {
    draft = await readDraft(request);
    if (draft.title !== "") {
      getDb(request).prepare("UPDATE post SET title = ?, body = ? WHERE id = ?").run(draft.title, draft.body, post.id);
      return redirect(request.urlFor(".index"));
    }
    request.flash("Title is required.", "error");
  }
  return request.render("blog/update.html", { post, draft });
});

blog.post("/<int:id>/delete", { name: "delete" }, (request) => {
  const post = getOwnPost(request, request.params.id);
  getDb(request).prepare("DELETE FROM post WHERE id = ?").run(post.id);
  return redirect(request.urlFor(".index"));
});

async function readDraft(request: Request): Promise<Draft> {
  const { fields } = await request.form();
  return { title: fields.require("title").trim(), body: fields.require("body") };
}

/** A post of whoever is logged in. @throws HttpError 404 where there is none, 403 where somebody else wrote it. */
function getOwnPost(request: Request, id: number): Post {
  const user = requireUser(request);
  const post = getDb(request).prepare(`${select} WHERE post.id = ?`).get(id) as Post | undefined;
  if (post === undefined) return abort(404, `There is no post with the number ${id}.`);
  return post.author_id === user.id ? post : abort(403, "Only its author can change a post.");
}
