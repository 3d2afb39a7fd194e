// Tells the media type of a file by the ending of its name.

// A line for each type, its endings after it: the ones that websites serve and people upload.
const table = `
application/epub+zip epub
application/geo+json geojson
application/gzip gz tgz
application/json json map
application/ld+json jsonld
application/manifest+json webmanifest
application/msword doc dot
application/octet-stream bin
application/ogg ogx
application/pdf pdf
application/pgp-signature asc sig
application/pkcs10 p10
application/rtf rtf
application/sql sql
application/vnd.amazon.ebook azw
application/vnd.android.package-archive apk
application/vnd.apple.installer+xml mpkg
application/vnd.ms-excel xls
application/vnd.ms-fontobject eot
application/vnd.ms-powerpoint ppt
application/vnd.oasis.opendocument.presentation odp
application/vnd.oasis.opendocument.spreadsheet ods
application/vnd.oasis.opendocument.text odt
application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
application/vnd.rar rar
application/vnd.sqlite3 sqlite sqlite3 db
application/wasm wasm
application/x-7z-compressed 7z
application/x-bzip2 bz2
application/x-ndjson ndjson
application/x-sh sh
application/x-tar tar
application/x-xz xz
application/x-x509-ca-cert crt der pem
application/xhtml+xml xhtml xht
application/xml xml xsl xsd rng
application/xslt+xml xslt
application/yaml yaml yml
application/zip zip
application/zstd zst
application/atom+xml atom
application/rss+xml rss
application/toml toml
audio/aac aac
audio/flac flac
audio/midi mid midi
audio/mp4 m4a
audio/mpeg mp3
audio/ogg oga ogg opus
audio/wav wav
audio/webm weba
font/collection ttc
font/otf otf
font/ttf ttf
font/woff woff
font/woff2 woff2
image/apng apng
image/avif avif
image/bmp bmp
image/gif gif
image/heic heic
image/heif heif
image/jpeg jpg jpeg jpe
image/jxl jxl
image/png png
image/svg+xml svg svgz
image/tiff tif tiff
image/vnd.microsoft.icon ico cur
image/webp webp
model/gltf+json gltf
model/gltf-binary glb
text/cache-manifest appcache
text/calendar ics
text/css css
text/csv csv
text/html html htm
text/javascript js mjs cjs
text/markdown md markdown
text/plain txt text log conf ini py ts rs
text/tab-separated-values tsv
text/vcard vcf
text/vtt vtt
video/mp4 mp4 m4v
video/mpeg mpeg mpg
video/ogg ogv
video/quicktime mov
video/webm webm
video/x-matroska mkv
video/x-msvideo avi
`;

let byEnding: Map<string, string> | undefined;

function mediaTypes(): Map<string, string> {
  if (byEnding !== undefined) return byEnding;
  byEnding = new Map();
  for (const line of table.trim().split("\n")) {
    const [type, ...endings] = line.split(" ");
    for (const ending of endings) byEnding.set(ending, type!);
  }
  return byEnding;
}

/**
 * The media type of a file by its name's ending. It has no charset, and is undefined for an unknown ending.
 *
 * @example
 * ```ts
 * import { contentTypeForFile, findMediaType } from "demijohn/http";
 * console.log(findMediaType("a/Photo.JPG"), contentTypeForFile("app.js")); // image/jpeg text/javascript; charset=utf-8
 * ```
 */
export function findMediaType(fileName: string): string | undefined {
  const dot = fileName.lastIndexOf(".");
  if (dot < 0 || dot < fileName.lastIndexOf("/")) return undefined;
  return mediaTypes().get(fileName.slice(dot + 1).toLowerCase());
}

/**
 * The `Content-Type` for a file. It is its media type, with `charset=utf-8` for text, or `application/octet-stream`.
 */
export function contentTypeForFile(fileName: string): string {
  return withCharset(findMediaType(fileName) ?? "application/octet-stream");
}

const otherTextTypes = new Set([
  "application/ecmascript",
  "application/javascript",
  "application/sql",
  "application/toml",
  "application/xml",
  "application/xml-dtd",
  "application/yaml",
]);

/** True for a media type whose content is text with a charset. JSON is not: it is UTF-8 always (RFC 8259 section 11). */
export function isTextType(mediaType: string): boolean {
  return mediaType.startsWith("text/") || mediaType.endsWith("+xml") || otherTextTypes.has(mediaType);
}

/** Adds a charset to a media type of text that has none. */
export function withCharset(mediaType: string, charset = "utf-8"): string {
  return isTextType(mediaType) && !mediaType.includes(";") ? `${mediaType}; charset=${charset}` : mediaType;
}
