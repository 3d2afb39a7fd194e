// Asserts the types that the ORM infers: rows, annotations, loaded relations, values, and what create takes.
import {
  arrayAgg,
  caseWhen,
  cast,
  coalesce,
  count,
  defineModels,
  exists,
  F,
  f,
  lower,
  Mixin,
  Model,
  max,
  mod,
  outerRef,
  over,
  QuerySet,
  rawSql,
  rowNumber,
  sql,
  stringAgg,
  sum,
} from "#orm";

type Same<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false;
function is<_A, _B>(_same: Same<_A, _B>): void {}

class Timestamped extends Mixin({ createdAt: f.dateTime({ autoNowAdd: true }) }) {
  get age() {
    return Date.now() - this.createdAt.getTime();
  }
}
class Dated extends Mixin(
  { day: f.date() },
  {
    objects: (all) => all.filter({ day__year: 2026 }),
    methods: {
      in(month: number) {
        return this.filter({ day__month: month });
      },
      days() {
        return this.values("day");
      },
      wrong() {
        // @ts-expect-error the mixin has no such field
        return this.filter({ dya: 3 });
      },
    },
  },
) {}
class Diary extends Model("types.Diary", () => Diary, { text: f.text() }, { mixins: [Dated, Timestamped] }) {}
class Author extends Model("types.Author", () => Author, {
  name: f.char({ maxLength: 100 }),
  age: f.integer({ null: true }),
  mentor: f.foreignKey(() => Author, { null: true, relatedName: "mentees" }),
  mentees: f.reverse(() => Author, "mentor"),
  articles: f.reverse(() => Article, "author"),
  profile: f.reverseOne(() => Profile, "author"),
}) {
  async latest() {
    return this.articles.published().orderBy("-publishedAt").first();
  }
}
class ChapterQuerySet extends QuerySet<Chapter> {
  long() {
    return this.filter({ name__length__gt: 9 });
  }
}
class ArticleQuerySet extends QuerySet<Article> {
  published() {
    return this.filter({ publishedAt__isnull: false });
  }
  // Within the class its annotations are not known yet; paths of the model are.
  ranked() {
    return this.orderBy("title", F("price").desc(), "-author__name", lower("title")).annotate({ low: lower("title") });
  }
  titles() {
    return this.distinct("title", "author__name").values("title", "author__mentor__name", "publishedAt__year");
  }
  pairs() {
    return this.valuesList("title", "author__age");
  }
  newest() {
    return this.latest("publishedAt", "title");
  }
  wrong() {
    // @ts-expect-error there is no such field
    this.orderBy("titel");
    // @ts-expect-error nor beyond a relation
    return this.values("author__nam");
  }
}
class Article extends Model(
  "types.Article",
  () => Article,
  {
    title: f.char(),
    status: f.char({ choices: { draft: "A draft", live: "Live" }, default: "draft" }),
    level: f.integer({ choices: [1, 2, 3], default: 1 }),
    price: f.decimal({ maxDigits: 8, decimalPlaces: 2, default: "0" }),
    big: f.bigInt({ default: 0n }),
    publishedAt: f.dateTime({ null: true }),
    data: f.json<{ a: number }>({ default: { a: 1 } }),
    author: f.foreignKey(() => Author, { relatedName: "articles" }),
    chapters: f.reverse(() => Chapter, "article", { queryName: "chapter" }),
    tags: f.manyToMany(() => Tag, { relatedName: "articles", through: () => Tagging }),
  },
  { ordering: ["-publishedAt", "author__name"], mixins: [Timestamped] },
) {
  static override readonly objects = new ArticleQuerySet(this);
}
class Chapter extends Model(
  "types.Chapter",
  () => Chapter,
  { name: f.char(), article: f.foreignKey(() => Article) },
  { defaultRelatedName: "chapters", orderWithRespectTo: "article", defaultManagerName: "long", naturalKey: ["name"] },
) {
  static readonly long = new ChapterQuerySet(this);
}
class Tag extends Model("types.Tag", () => Tag, {
  code: f.char({ maxLength: 10, primaryKey: true }),
  articles: f.reverse(() => Article, "tags"),
}) {}
class Tagging extends Model("types.Tagging", () => Tagging, {
  article: f.foreignKey(() => Article),
  tag: f.foreignKey(() => Tag),
  weight: f.integer({ default: 1 }),
}) {}
class Profile extends Model("types.Profile", () => Profile, {
  author: f.oneToOne(() => Author, { relatedName: "profile", primaryKey: true }),
  motto: f.text(),
}) {}

/** Never called: what matters is that it compiles. */
export async function checks(): Promise<void> {
  const article = await Article.objects.get({ pk: 1 });
  is<typeof article, Article>(true);
  is<typeof article.status, "draft" | "live">(true);
  is<typeof article.level, 1 | 2 | 3>(true);
  is<typeof article.price, string>(true);
  is<typeof article.big, bigint>(true);
  is<typeof article.publishedAt, Date | null>(true);
  is<typeof article.data, { a: number }>(true);
  is<typeof article.authorId, number>(true);
  is<typeof article.author, Author | Promise<Author>>(true);
  is<typeof article.age, number>(true);
  is<typeof article.pk, number>(true);

  const author = await Author.objects.get();
  is<typeof author.mentor, Author | Promise<Author | null> | null>(true);
  is<typeof author.mentorId, number | null>(true);
  is<typeof author.profile, Profile | Promise<Profile | null> | null>(true);
  is<Awaited<ReturnType<typeof author.latest>>, Article | null>(true);

  // Other primary keys: text, and that of a one-to-one relation.
  const tag = await Tag.objects.create({ code: "x" });
  is<typeof tag.pk, string>(true);
  const profile = await Profile.objects.get({ pk: 1 });
  is<typeof profile.pk, number>(true);
  is<typeof profile.authorId, number>(true);
  await Article.objects.filter({
    tags: "x",
    tags__code__in: ["x"],
    author__profile__motto: "y",
    author: author,
    author__in: [1, author],
  });

  // Rows of a relation: made without what they are related by, in an order of their own, under another name in paths.
  await article.chapters.create({ name: "One" });
  // @ts-expect-error the name is required
  await article.chapters.create({});
  is<Awaited<ReturnType<typeof article.chapters.getOrder>>, number[]>(true);
  await article.chapters.long().orderBy("name");
  is<Awaited<ReturnType<Chapter["findNextInOrder"]>>, Chapter | null>(true);
  const chapters = await Article.objects.filter({ chapter__name: "x" }).values("chapter__name", "chapters__pk");
  is<(typeof chapters)[number]["chapter__name"], string | null>(true);
  // @ts-expect-error a name of paths is no relation to load
  await Article.objects.prefetchRelated("chapter");
  // @ts-expect-error nor a property
  article.chapter;
  defineModels({ Article, Author, Chapter });
  class Lost extends Model(
    "types.Lost",
    () => Lost,
    { to: f.foreignKey(() => Tag) },
    { defaultRelatedName: "losts" },
  ) {}
  // @ts-expect-error Lost.to: declare "losts" on types.Tag with f.reverse()
  defineModels({ Lost });
  // @ts-expect-error there is no such field
  Model("types.Odd", () => Lost, { to: f.foreignKey(() => Tag) }, { orderWithRespectTo: "tag" });

  // What mixins give to the manager.
  const entries = await Diary.objects.in(5).filter({ text__contains: "x" }).in(6);
  is<typeof entries, Diary[]>(true);
  const dayRows = await Diary.objects.in(5).days();
  is<(typeof dayRows)[number], { day: Temporal.PlainDate }>(true);
  // @ts-expect-error a month is a number
  Diary.objects.in("May");

  // Values over relations; null where a relation may lead nowhere, and over many.
  const values = await Article.objects.values(
    "title",
    "author__name",
    "author__mentor__name",
    "tags__code",
    "publishedAt__year",
  );
  is<(typeof values)[number]["title"], string>(true);
  is<(typeof values)[number]["author__name"], string>(true);
  is<(typeof values)[number]["author__mentor__name"], string | null>(true);
  is<(typeof values)[number]["tags__code"], string | null>(true);
  is<(typeof values)[number]["publishedAt__year"], number | null>(true);
  const list = await Article.objects.valuesList("title", "publishedAt");
  is<typeof list, [string, Date | null][]>(true);
  const flat = await Article.objects.flat("author__age");
  is<typeof flat, (number | null)[]>(true);

  // Annotations: on rows, in filters, in orders, in values, and over one another.
  const annotated = await Author.objects
    .annotate({ n: count("articles"), top: max("articles__publishedAt"), low: lower("name") })
    .filter({ n__gt: 3, top__year: 2026, low__startswith: "a" })
    .annotate({ twice: F("n").mul(2) })
    .orderBy("-n", F("age").desc({ nulls: "last" }));
  const [row] = annotated;
  is<NonNullable<typeof row>["n"], number>(true);
  is<NonNullable<typeof row>["top"], Date | null>(true);
  is<NonNullable<typeof row>["low"], string>(true);
  is<NonNullable<typeof row>["twice"], number>(true);
  const grouped = await Article.objects.values("author__name").annotate({ n: count() });
  is<(typeof grouped)[number]["author__name"], string>(true);
  is<(typeof grouped)[number]["n"], number>(true);
  const both = await Author.objects.annotate({ n: count("articles") }).values("name", "n");
  is<(typeof both)[number], { name: string; n: number }>(true);
  const totals = await Author.objects.aggregate({
    oldest: max("age"),
    all: count(),
    years: sum("age", { default: 0 }),
  });
  is<typeof totals.oldest, number | null>(true);
  is<typeof totals.all, number>(true);

  const sized = await Author.objects.annotate({
    known: coalesce("age", 0),
    size: caseWhen([[Author.q({ age__gt: 60 }), "old"]], "young"),
    place: over(rowNumber(), { orderBy: ["name"] }),
  });
  is<(typeof sized)[number]["known"], number>(true);
  is<(typeof sized)[number]["size"], string>(true);
  is<(typeof sized)[number]["place"], number>(true);

  await Article.objects.orderBy("title", lower("status"), "-author__name", "?");
  // @ts-expect-error one of several paths is wrong, beside an expression
  await Article.objects.orderBy("title", lower("status"), "-author__nam");
  const ranked = await Article.objects.ranked();
  is<(typeof ranked)[number]["low"], string>(true);
  const titles = await Article.objects.titles();
  is<(typeof titles)[number], { title: string; author__mentor__name: string | null; publishedAt__year: number | null }>(
    true,
  );
  is<Awaited<ReturnType<ArticleQuerySet["pairs"]>>, [string, number | null][]>(true);
  is<Awaited<ReturnType<ArticleQuerySet["newest"]>>, Article>(true);

  // Loaded relations.
  const loaded = await Article.objects.published().selectRelated("author__mentor").first();
  loaded?.author.mentor?.name.toUpperCase();
  const prefetched = await Author.objects.prefetchRelated("articles", "profile");
  is<(typeof prefetched)[number]["articles"]["items"][number], Article>(true);

  // Iteration, keys of relations, and queries within queries.
  for await (const each of Article.objects.published()) is<typeof each, Article>(true);
  await Article.objects.filter({ author__in: Author.objects.filter({ age__gt: 3 }).flat("pk") });
  await Article.objects.filter(Article.q({ title: "x" }).or(Article.q({ author__name: "y" }).not()));
  await Article.objects.filter({ data__a: 1, data__a__gt: 1 });
  await Article.objects.create({ title: "x", author: author, status: "live" });
  await article.tags.add("x", tag);

  // Functions, comparisons and sub-queries among annotations.
  const computed = await Author.objects.annotate({
    text: cast("age", "text"),
    hit: exists(Article.objects.filter({ author: outerRef("pk") })),
    old: Author.F("age").gt(60),
    rest: mod("age", 7),
    list: arrayAgg("articles__title"),
    joined: stringAgg("name", ", "),
    day: rawSql`now()`.as("date"),
  });
  is<(typeof computed)[number]["text"], string | null>(true);
  is<(typeof computed)[number]["hit"], boolean>(true);
  is<(typeof computed)[number]["old"], boolean>(true);
  is<(typeof computed)[number]["rest"], number | null>(true);
  is<(typeof computed)[number]["joined"], string | null>(true);
  is<(typeof computed)[number]["day"], Temporal.PlainDate>(true);
  await Author.objects.filter(
    Author.F("age")
      .gt(60)
      .or(Author.q({ name: "x" })),
  );

  // Filtered relations, common table expressions, trees.
  const recent = Author.objects.filteredRelation("recent", "articles", { publishedAt__year: 2026 });
  const named = await recent
    .filter({ recent__title__startswith: "x", recent__author__name: "y" })
    .values("recent__title");
  is<(typeof named)[number]["recent__title"], string | null>(true);
  const counted = await Author.objects
    .annotate({ n: count("articles") })
    .asCte("counted")
    .filter({ n__gt: 1 })
    .first();
  is<NonNullable<typeof counted>["n"], number>(true);
  const tree = await Author.objects.recursive("mentees", { depth: "level" }).filter({ level__lt: 3 });
  is<(typeof tree)[number]["level"], number>(true);
  is<(typeof tree)[number]["name"], string>(true);

  // Hand-written SQL.
  const read = await Article.objects.raw`SELECT *, 1 AS n FROM article`.extras({ n: "integer" });
  is<(typeof read)[number]["n"], number | null>(true);
  is<(typeof read)[number]["status"], "draft" | "live">(true);
  const rows = await sql`SELECT 1 AS n`.types({ n: "bigInt" });
  is<(typeof rows)[number]["n"], bigint | null>(true);

  // Keys of inBulk are those of the field.
  const byKey = await Tag.objects.inBulk(["x"]);
  is<typeof byKey, Map<string, Tag>>(true);
}
