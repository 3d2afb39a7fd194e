// Posts: the list for everybody, and writing, changing and deleting for their authors.
import { abort, Blueprint, type Request, redirect, reply } from "demijohn";
import { loginRequired, requireUser } from "demijohn/auth";
import { modelForm } from "demijohn/forms";
import { Post } from "./models.ts";

class PostForm extends modelForm(Post, {
  fields: ["title", "body"],
  errorMessages: { title: { required: "Title is required." } },
}) {}

export const blog: Blueprint = new Blueprint("blog");

blog.get("/", async function index(request) {
  return request.render("blog/index.html", { posts: await Post.objects.selectRelated("author") });
});

const members = { methods: ["GET", "POST"], middleware: [loginRequired()] };

blog.route("/create", { ...members, name: "create" }, async (request) =>
  edit(request, "blog/create.html", new Post({ author: (await requireUser(request)).id })),
);

blog.route("/<int:id>/update", { ...members, name: "update" }, async (request) =>
  edit(request, "blog/update.html", await getOwnPost(request, request.params.id)),
);

blog.post("/<int:id>/delete", { name: "delete", middleware: members.middleware }, async (request) => {
  await (await getOwnPost(request, request.params.id)).delete();
  return redirect(request.urlFor(".index"));
});

async function edit(request: Request, template: string, post: Post) {
  const form = await PostForm.from(request, { instance: post });
  if (!form.isValid()) return reply(await request.render(template, { form, post }), form.status);
  await form.save();
  return redirect(request.urlFor("blog.index"));
}

/** A post of whoever is logged in. @throws HttpError 404 where there is none, 403 where somebody else wrote it. */
async function getOwnPost(request: Request, id: number): Promise<Post> {
  const post = await Post.objects.filter({ id }).first();
  if (post === null) return abort(404, `There is no post with the number ${id}.`);
  return post.authorId === (await requireUser(request)).id ? post : abort(403, "Only its author can change a post.");
}
