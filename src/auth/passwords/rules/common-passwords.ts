// Tells whether a password is one of those that attackers try first, or a usual variation of one.

// Words that lead every published count of leaked passwords, written down from general knowledge: no list was copied.
// What people put around a word is taken off before it is looked up, so that a few hundred words stand for many thousands
// of passwords.
const words: ReadonlySet<string> = new Set(
  `password passwort passord passe senha contrasena parola heslo haslo salasana mima secret geheim secreto segredo
  admin administrator root user guest login logon welcome willkommen bienvenue bienvenido benvenuto default changeme
  change letmein openup opensesame sesame access master system server oracle test tester testing demo sample example
  temp temporary pass passwd pwd mypass mypassword newpassword password password1 qwerty qwertz azerty asdf asdfgh
  asdfghjkl zxcv zxcvbn zxcvbnm qwer qwert qwertyuiop qazwsx qazwsxedc wsxedc qweasd qweasdzxc asdasd asdqwe zaqxsw poiuyt
  abc abcd abcde abcdef abcdefg abcdefgh aaa iloveyou iloveu ilove loveyou love lovely lover loveme loves mylove teamo
  tequiero jetaime ichliebedich mahal amor amour liebe princess prinzessin princesa princesse queen king angel angels
  sunshine sonnenschein moonlight starlight rainbow flower flowers butterfly schmetterling buttercup daisy rose lily
  monkey dragon tiger lion panther eagle falcon hawk wolf bear panda puppy kitten kitty cat dog horse pony dolphin shark
  snake spider rabbit bunny chicken turtle penguin pikachu pokemon naruto goku sasuke batman superman spiderman ironman
  wonderwoman hulk thor loki starwars skywalker vader yoda jedi matrix gandalf hobbit legolas frodo merlin wizard magic
  harrypotter hogwarts potter simpsons homer bart snoopy garfield mickey minnie donald goofy disney nemo shrek barbie
  hellokitty football fussball futbol soccer baseball basketball hockey tennis golf rugby cricket boxing runner swimming
  liverpool arsenal chelsea manchester manutd united everton barcelona realmadrid madrid juventus milan inter bayern
  dortmund schalke galatasaray fenerbahce besiktas boca river celtic rangers yankees redsox cubs lakers bulls celtics
  cowboys steelers packers raiders eagles patriots giants dolphins broncos
  computer internet windows linux ubuntu apple macbook iphone samsung nokia google facebook youtube twitter instagram
  snapchat whatsapp linkedin yahoo hotmail gmail outlook amazon netflix spotify minecraft fortnite roblox zelda mario
  sonic xbox playstation nintendo gamer gaming counter counterstrike warcraft starcraft diablo halo
  mustang corvette ferrari porsche mercedes camaro harley yamaha honda toyota nissan jaguar lamborghini bugatti audi
  bmw ford chevy truck racing nascar
  michael michelle jennifer jessica jordan joshua jason justin daniel david andrew anthony alexander alex ashley amanda
  andrea anna anne annie antonio arthur austin barbara benjamin brandon brian carlos caroline charles charlie chris
  christian christina christopher claudia danielle dennis diana dominic eduardo edward elizabeth emily emma eric erik
  fernando florian francesco frank gabriel george gerald hannah harry heather helena henry isabel isabella jack jackson
  jacob jakob james jan jasmine jean jeremy jerry johannes john johnny jonas jonathan jose joseph juan julia julian
  karin katherine katrin kevin kimberly klaus kristin laura lauren leon leonardo lisa louise lucas lukas madison manuel
  marco marcus maria marie marina mario mark markus martin martina mary matthew matthias max maximilian melanie melissa
  mercedes miguel mohamed mohammed muhammad monica monika natalie natasha nathan nicholas nicolas nicole nikita oliver
  olivia pamela patricia patrick paul pedro peter petra philip philipp rachel ralf raphael rebecca richard robert roberto
  rodrigo roland ronald ronaldo ryan sabrina samantha samuel sandra sara sarah sebastian sergio simon sophie stefan
  stefanie stephanie stephen steven susan tamara taylor teresa theresa thomas tobias tommy valentina vanessa veronica
  victor victoria vincent virginia vladimir walter wolfgang william yvonne zachary
  summer sommer winter spring autumn herbst january february march april may june july august september october november
  december januar februar juni juli oktober dezember monday tuesday wednesday thursday friday saturday sunday montag
  freitag christmas weihnachten easter halloween newyear birthday
  london paris berlin hamburg muenchen munich frankfurt koeln wien vienna zuerich roma rome madrid lisboa moscow moskva
  newyork chicago boston dallas houston texas florida california america american england scotland ireland france germany
  deutschland italia espana polska brasil brazil mexico canada australia russia india pakistan china japan africa europe
  god jesus christ jesuschrist heaven church faith blessed bless lord allah bismillah krishna buddha shalom peace hope
  freedom liberty trust trustno trustnoone nothing something whatever whoever anything everything forever together family
  friend friends bestfriend mother mommy father daddy brother sister baby babygirl babyboy girl girls boy boys sweet sweety
  sweetie sweetheart honey sugar candy cookie cookies chocolate cheese pizza banana orange cherry peach strawberry apple
  pepper ginger coffee whiskey vodka beer corona heineken budweiser marlboro
  red blue green black white yellow purple pink silver gold golden diamond diamonds crystal pearl ruby emerald
  killer hunter ranger soldier army marine navy pilot captain sniper assassin ninja samurai warrior viking pirate
  phoenix shadow ghost demon devil satan hell lucifer vampire zombie nightmare darkness midnight lightning thunder storm
  fire ice snow rain ocean island beach mountain forest garden country world planet galaxy star stars moon sun sky
  guitar music piano drums metallica slipknot nirvana eminem tupac beatles elvis queen blink linkinpark greenday
  money dollar million billion rich lucky luck winner champion victory success power energy strong happy smile
  fuck fucker fuckyou fuckme fuckoff shit asshole bitch bastard pussy dick cock sex sexy porn naked boobs
  hello hallo hola bonjour ciao servus salut goodbye hi hey yes no please thankyou
  secure security private public personal company business office school student teacher college university doctor nurse
  police fireman manager director engineer developer programmer hacker hackme
  blahblah blah foobar foo bar baz lorem ipsum dolor asd qwe wasd xyz zzz
  trustme cool awesome amazing perfect beautiful handsome pretty funny crazy stupid loser idiot
  snowball snowman sparky buddy buster max bailey rocky molly sadie lucy coco bella luna oreo smokey tigger simba felix
  samsam momo lola mimi kiki gigi toto lulu`.split(/\s+/),
);

// Signs that people write for letters.
const lookAlikes: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "@": "a",
  $: "s",
  "!": "i",
  "|": "l",
  "€": "e",
};
const keyboards = [
  "qwertyuiop",
  "qwertzuiop",
  "azertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "yxcvbnm",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
  "zaq12wsxcde34rfv",
  "q1w2e3r4t5y6u7i8o9p0",
  "1q2w3e4r5t6y7u8i9o0p",
  "a1s2d3f4g5h6j7k8l9",
  "1234567890",
  "0123456789",
  "abcdefghijklmnopqrstuvwxyz",
  "147258369",
  "741852963",
  "789456123",
];

/** Whether a password is common, in whatever case. */
export function isCommonPassword(password: string): boolean {
  const text = password.normalize("NFKC").toLowerCase().trim();
  if (text.length === 0 || isRepetition(text) || isWalk(text)) return true;
  return variationsOf(text).some((word) => words.has(word) || (word.length > 2 && isWalk(word)) || isPair(word));
}

// The text without what people add before and behind, as it is and with look-alike signs read as letters.
function variationsOf(text: string): string[] {
  const bare = text.replace(/^[\d\W_]+|[\d\W_]+$/g, "");
  const read = (from: string): string => Array.from(from, (sign) => lookAlikes[sign] ?? sign).join("");
  const withoutYear = text.replace(/(?:19|20)\d\d\W*$/, "").replace(/[\W_]+$/, "");
  const letters = text.replace(/[\W_]+/g, "");
  const candidates = [
    text,
    bare,
    read(text),
    read(bare),
    read(text.replace(/[\d\W_]+$/, "")),
    read(withoutYear),
    letters,
  ];
  const stripped = candidates.flatMap((word) => [word, word.replace(/[\d\W_]+/g, "")]);
  return [...new Set(stripped)].filter((word) => word.length > 1);
}

// "password" + "password", "love" + "love".
function isPair(word: string): boolean {
  const half = word.length / 2;
  return Number.isInteger(half) && word.slice(0, half) === word.slice(half) && words.has(word.slice(0, half));
}

// "aaaaaaaa", "abcabcabc", "121212".
function isRepetition(text: string): boolean {
  for (let length = 1; length <= Math.min(4, text.length / 2); length++) {
    const unit = text.slice(0, length);
    if (unit.repeat(Math.ceil(text.length / length)).startsWith(text)) return true;
  }
  return false;
}

// A stretch of a keyboard's row or of the alphabet, there or back.
function isWalk(text: string): boolean {
  return keyboards.some((row) => {
    const around = row + row;
    return text.length <= around.length && (around.includes(text) || around.includes([...text].reverse().join("")));
  });
}
