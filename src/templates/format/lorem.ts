// Makes placeholder text of Latin words: the common first sentence, and words and paragraphs at random.

const common =
  "lorem ipsum dolor sit amet consectetur adipisicing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua".split(
    " ",
  );

const vocabulary = (
  "a ab accusamus accusantium ad adipisci alias aliquam amet animi aperiam architecto asperiores aspernatur assumenda at atque aut " +
  "autem beatae blanditiis commodi consectetur consequatur consequuntur corporis corrupti culpa cum cumque debitis delectus deleniti " +
  "deserunt dicta dignissimos distinctio dolor dolore dolorem doloribus ducimus ea eaque earum eius eligendi enim eos error esse est et " +
  "eum eveniet ex excepturi exercitationem expedita explicabo facere facilis fuga fugiat fugit harum hic id illo illum impedit in " +
  "incidunt inventore ipsa ipsam ipsum iste itaque iure iusto labore laboriosam laborum laudantium libero magnam magni maiores maxime " +
  "minima minus modi molestiae mollitia nam natus necessitatibus nemo neque nihil nisi nobis non nostrum nulla numquam occaecati odio " +
  "odit officia officiis omnis optio pariatur perferendis perspiciatis placeat porro possimus praesentium provident quae quaerat quam " +
  "quas quasi qui quia quibusdam quidem quis quisquam quo quod quos ratione recusandae reiciendis rem repellat repellendus " +
  "reprehenderit repudiandae rerum saepe sapiente sed sequi similique sint sit soluta sunt suscipit tempora tempore temporibus tenetur " +
  "totam ullam unde ut vel velit veniam veritatis vero vitae voluptas voluptate voluptatem voluptates"
).split(" ");

/** The text of the first sentence that printers have used for five centuries. */
export const loremSentence: string = `${sentenceCase(common.slice(0, 8).join(" ").replace("amet", "amet,"))}, ${common.slice(8).join(" ")}.`;

/** `count` words: the common ones first, then others; with `random`, others from the start. */
export function loremWords(count: number, random = false): string {
  const words = random ? [] : common.slice(0, count);
  while (words.length < count) words.push(otherWord(words.at(-1)));
  return words.join(" ");
}

/** One paragraph of `words` words at random, in sentences with commas. */
export function loremParagraph(words: number): string {
  let text = "";
  let last: string | undefined;
  let isStart = true;
  let untilComma = randomBetween(3, 8);
  let untilStop = randomBetween(10, 20);
  for (let i = 0; i < words; i++) {
    last = otherWord(last);
    text += (i > 0 ? " " : "") + (isStart ? sentenceCase(last) : last);
    isStart = false;
    if (i === words - 1) break;
    if (--untilStop <= 0) {
      text += ".";
      isStart = true;
      untilStop = randomBetween(10, 20);
      untilComma = randomBetween(3, 8);
    } else if (--untilComma <= 0) {
      text += ",";
      untilComma = randomBetween(3, 8);
    }
  }
  return text === "" ? "" : `${text}.`;
}

function otherWord(last: string | undefined): string {
  for (;;) {
    const word = vocabulary[randomBetween(0, vocabulary.length)]!;
    if (word !== last) return word;
  }
}

/** A whole number from `start` up to, and not including, `end`. */
export function randomBetween(start: number, end: number): number {
  return start + Math.floor(Math.random() * Math.max(end - start, 0));
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
