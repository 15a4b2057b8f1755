// Sentences and words of a paragraph. Intl.Segmenter ends a sentence at “Dr.”, “U.S.” and “J. D.”; here it goes on.
const segmenters = new Map();

// Before a name or a number; months before a day.
const BEFORE = /(?:^|[^\p{L}\p{N}])(?:Mr|Mrs|Ms|Mx|Dr|Prof|St|Mt|Ft|Gen|Sen|Rep|Gov|Pres|Lt|Sgt|Col|Capt|Cpt|Adm|Maj|Rev|Hon|Messrs|No|Nos|Nr|Art|Fig|Sec|Vol|vs|cf|ca|approx|dept|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|bzw|bspw|sog|evtl|Hr|Fr|Abs|Sra|Sr|Srta|Mme|Mlle|Me|art|núm|pág)\.$/u;
// What may as well end a sentence: of initials, companies and the like only the next word can tell.
const EITHER = /(?:^|[^\p{L}\p{N}])(?:(?:\p{Lu}\.[^\S\n]?)*\p{Lu}|(?:\p{L}\.)+\p{L}|Jr|Inc|Ltd|Corp|Co|Bros|etc|al|a\.m|p\.m)\.$/u;
const BEGINS = /^[“"'«„(]?(?:The|A|An|He|She|It|They|We|I|You|This|That|These|Those|There|In|On|At|But|And|So|If|When|While|As|For|To|From|After|Before|His|Her|Its|Their|Our|My|What|Who|Why|How|Yet|Now|Then|Der|Die|Das|Ein|Eine|Er|Sie|Es|Wir|Und|Aber|Im|Le|La|Les|Un|Une|Il|Elle|El|Los|Las|Y|Pero)(?!\p{L})/u;

/** Whether what ends so goes on after it. */
export const goesOn = (before, after) => BEFORE.test(before) || (EITHER.test(before) && !BEGINS.test(after));

function segmentsOf(text, granularity, lang) {
  const key = `${granularity} ${lang}`;
  if (!segmenters.has(key)) segmenters.set(key, new Intl.Segmenter(lang, { granularity }));
  return segmenters.get(key).segment(text);
}

/** As [start, end) in UTF-16 units, without the space after. */
export function spansIn(text, granularity, lang) {
  const spans = [];
  for (const { index, segment, isWordLike } of segmentsOf(text, granularity, lang)) {
    const length = segment.trimEnd().length, before = spans.at(-1);
    if (!length || (granularity === "word" && !isWordLike)) continue;
    if (before && granularity === "sentence" && goesOn(text.slice(...before), segment)) before[1] = index + length;
    else spans.push([index, index + length]);
  }
  return spans;
}
