// Pins the types of historical models: what a data migration may write, and what does not compile.
import { defineMigration, runCode } from "#migrations";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_proof: Same<A, B>): void {}

export const migration: unknown = defineMigration({
  dependencies: [["blog", "0001_initial"]],
  operations: [
    runCode({
      name: "shout",
      models: {
        "blog.Author": { id: { type: "auto" }, name: { type: "char" }, age: { type: "integer", null: true } },
        "blog.Article": {
          id: { type: "auto" },
          title: { type: "char" },
          author: { type: "foreignKey", to: "blog.Author", null: true },
        },
      },
      async forwards({ model, backfill }) {
        const Author = model("blog.Author");
        const Article = model("blog.Article");
        await backfill(Author.objects.filter({ age__gt: 3 }), async (authors) => {
          for (const author of authors) {
            same<typeof author.age, number | null>(true);
            author.name = author.name.toUpperCase();
          }
          await Author.objects.bulkUpdate(authors, ["name"]);
        });
        await Article.objects.filter({ author__name: "x" }).update({ title: "y" });
        const article = await Article.objects.get({ id: 1 });
        same<typeof article.id, number>(true);
        // @ts-expect-error There is no such field.
        Author.objects.filter({ nope: 1 });
        // @ts-expect-error A title is text.
        await Article.objects.update({ title: 3 });
        // @ts-expect-error No such model was declared.
        model("blog.Nope");
      },
    }),
  ],
});
