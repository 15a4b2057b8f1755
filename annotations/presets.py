"""Codebooks to begin with, after schemes that are in use; their definitions are in our own words. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotations.exchange.outline import SaidFacet, SaidTag

SIGN_HUES = {-1: "red", 0: "amber", 1: "green"}


@dataclass(frozen=True)
class Preset:
    key: str
    name: str
    about: str
    facets: tuple[SaidFacet, ...]
    source: str = ""


def themes(name: str, definition: str, tags: Iterable[tuple], *, many: bool = True) -> SaidFacet:
    """Tags as (name, definition, names below it …)."""
    said = []
    for label, meaning, *below in tags:
        said.append(SaidTag((label,), {"definition": meaning}))
        said += [SaidTag((label, child), {"definition": what}) for child, what in below]
    rules = {"many": many, "target": "no", "holder": "no", "definition": definition}
    return SaidFacet(name, "theme", rules, tuple(said))


def stance(
    name: str, definition: str, values: Iterable[tuple], *, target: str = "required", holder: str = "optional"
) -> SaidFacet:
    """Values as (name, machine name, number or None, definition)."""
    said = []
    for label, value, number, meaning in values:
        columns = {"value": value, "value_num": number, "definition": meaning}
        said.append(SaidTag((label,), {**columns, "colour": SIGN_HUES.get(number, "violet"), "pattern": "solid"}))
    rules = {"many": False, "target": target, "holder": holder, "definition": definition}
    return SaidFacet(name, "stance", rules, tuple(said))


def pair(name: str, left: tuple[str, str], right: tuple[str, str]) -> tuple:
    """A topic and its two opposite positions, each with what it says."""
    return name, f"Both positions on {name[0].lower()}{name[1:]}; tag with one of the two below.", left, right


THEMES = Preset(
    "themes-stance", "Themes and stance", "What a passage is about, and who is for or against what.",
    (
        themes("Theme", "", ()),
        stance("Stance", "", (
            ("Against", "against", -1, ""), ("Neutral", "neutral", 0, ""), ("For", "for", 1, ""),
        )),
    ),
)

SEMEVAL = Preset(
    "semeval-stance", "SemEval stance", "Whether the text is in favor of a target, against it, or shows neither.",
    (
        stance("Stance toward target", "Judge what the text lets you infer, also where the target is not named.", (
            ("Favor", "favor", 1, "The writer supports the target, or attacks what stands against it."),
            ("Against", "against", -1, "The writer opposes the target, or supports what stands against it."),
            ("No stance", "none", 0, "Neither support nor opposition can be inferred: neutral, or off the subject."),
        ), holder="no"),
    ),
    "Mohammad et al. 2016, SemEval task 6. There its third value reads NONE, which R and pandas take for missing: "
    "here its label is “No stance” and its value none.",
)

FRAMES = Preset(
    "media-frames", "Media frames and tone", "Fifteen ways to frame an issue in the news, and the tone toward it.",
    (
        themes("Frame", "From which side does the passage present the issue?", (
            ("Economic", "Costs, benefits or other money matters, for anybody from a family to the country."),
            ("Capacity and resources", "Whether there are the means: time, staff, places, equipment, land."),
            ("Morality", "Right and wrong by religion, ethics or a sense of duty."),
            ("Fairness and equality", "Whether rights, burdens or goods are shared out evenly among people."),
            ("Legality and constitutionality", "What laws, courts and constitutions allow, and who has the authority."),
            ("Policy prescription and evaluation", "A measure proposed, or one in force judged by how it works."),
            ("Crime and punishment", "Offences, their investigation, and penalties."),
            ("Security and defense", "Protection of a country, group or person from a threat that is not there yet."),
            ("Health and safety", "Illness, care, accidents, sanitation; also minds and public safety."),
            ("Quality of life", "What daily life becomes: comfort, mobility, time, community."),
            ("Cultural identity", "Customs, values, language or belonging of a group."),
            ("Public opinion", "What people at large think: polls, protests, petitions, votes on the matter."),
            ("Political", "Parties, campaigns, bargaining and tactics around the issue."),
            ("External regulation and reputation", "Relations with other countries or states, and how they see it."),
            ("Other", "A frame that none of the others covers."),
        )),
        stance("Tone", "Is the passage's tone for or against the measure or group at issue?", (
            ("Pro", "for", 1, "Leaves a reader more in favour of it."),
            ("Neutral tone", "neutral", 0, "Leans neither way, or both ways alike."),
            ("Anti", "against", -1, "Leaves a reader less in favour of it."),
        ), holder="no"),
    ),
    "Boydstun et al. 2014, Policy Frames Codebook; Card et al. 2015, Media Frames Corpus.",
)

DNA = Preset(
    "dna-statement", "Discourse network statements", "Who, speaking for which organisation, agrees with which concept.",
    (
        stance(
            "Agreement", "A statement: its target is the concept, its holder the person who is heard.", (
                ("Agrees", "for", 1, "The speaker supports the concept, or uses it as a reason."),
                ("Disagrees", "against", -1, "The speaker rejects the concept or its use as a reason."),
            ),
        ),
        themes("Organisation", "For which organisation does the speaker speak? Make a tag for each.", (), many=False),
        themes("Concept", "Group the concepts of the debate here, if you want to count them as themes, too.", ()),
    ),
    "Leifeld, Discourse Network Analyzer: person, organisation, concept, agreement.",
)

BASIL = Preset(
    "basil-bias", "Bias in the news (BASIL)", "How a report leans: by its words, or by what it picks and adds.",
    (
        themes("Bias", "By what does the passage lean?", (
            ("Lexical bias", "The choice of words leans; a plain word would say the same."),
            ("Informational bias", "The words are plain, but what is told, or told aside, steers the reader."),
        ), many=False),
        stance("Polarity", "How does the bias make its target look?", (
            ("Positive", "positive", 1, "The target looks better."),
            ("Negative", "negative", -1, "The target looks worse."),
        ), holder="optional"),
        themes("Aim", "How does it reach its target?", (
            ("Direct", "It is about the target itself."),
            ("Through an ally", "It is about somebody who stands with the target."),
            ("Through an opponent", "It is about somebody who stands against the target."),
            ("By the situation", "It is about circumstances that reflect on the target."),
        ), many=False),
    ),
    "Fan et al. 2019, BASIL. Whether it is quoted is said with the tagging: in the author's voice, or quoted.",
)

CLAIMS = Preset(
    "political-claims", "Political claims", "Who demands, supports or rejects what, in which form.",
    (
        stance("Claim", "The target is the measure demanded or rejected, the holder who makes the claim.", (
            ("Supports", "for", 1, "Demands, proposes or defends the measure."),
            ("Ambivalent", "mixed", 0, "Takes up the measure and weighs it, on both sides."),
            ("Opposes", "against", -1, "Rejects the measure or wants it undone."),
        )),
        themes("Form of the claim", "How is it put forward?", (
            ("Statement", "Words: an interview, a speech, a report, a post."),
            ("Political decision", "A vote, law, decree or administrative act."),
            ("Legal action", "A suit, a complaint, a ruling."),
            ("Petition or campaign", "Signatures, open letters, advertising, canvassing."),
            ("Protest", "A peaceful march, rally, vigil or strike."),
            ("Confrontation", "Blockade, occupation, damage or violence."),
        ), many=False),
        themes("Issue", "The field that the measure belongs to: make a tag for each.", ()),
    ),
    "Koopmans and Statham 1999, political claims analysis; Padó et al. 2019, claims networks.",
)

MANIFESTO = Preset(
    "manifesto-pairs", "Manifesto pairs", "Issues of party programmes that have two sides, with their code numbers.",
    (
        themes("Manifesto issue", "On which issue does the sentence take a side, and which?", (
            pair("Special foreign relations", ("101 Favourable", "Cooperation with or aid for a particular country."),
                 ("102 Unfavourable", "Distance from or conflict with a particular country.")),
            pair("Military", ("104 Strong forces", "Keep or raise spending on defence; keep obligations."),
                 ("105 Fewer forces", "Disarm, spend less, end conscription.")),
            pair("Internationalism", ("107 Worldwide cooperation", "International bodies, aid, shared rules."),
                 ("109 Going alone", "National independence before international ties.")),
            pair("European integration", ("108 More Europe", "Join, deepen or enlarge the union."),
                 ("110 Less Europe", "Criticise, limit or leave the union.")),
            pair("Constitution", ("203 Keep it", "Support for the constitution or parts of it as they are."),
                 ("204 Change it", "Opposition to the constitution or parts of it.")),
            pair("Levels of government", ("301 Decentralise", "More to regions and municipalities."),
                 ("302 Centralise", "More to the national level.")),
            pair("Trade", ("406 Protect markets", "Tariffs, quotas, help for producers at home."),
                 ("407 Free trade", "Open markets, fewer barriers.")),
            pair("Welfare state", ("504 Expand it", "Introduce, keep or extend social services."),
                 ("505 Limit it", "Cut or make conditional what the state spends on them.")),
            pair("Education", ("506 Expand it", "Spend more, offer more."),
                 ("507 Limit it", "Spend less, charge fees.")),
            pair("National way of life", ("601 Affirm it", "Pride in the nation, its traditions; limits on entering."),
                 ("602 Question it", "Criticism of patriotism; openness to newcomers.")),
            pair("Traditional morality", ("603 Uphold it", "Religion and traditional family as a guide for law."),
                 ("604 Loosen it", "Divorce, choice, a state apart from religion.")),
            pair("Multiculturalism", ("607 Diversity", "Room for several cultures, languages and religions."),
                 ("608 Integration", "One culture that newcomers should adopt.")),
            pair("Labour", ("701 For workers", "Better pay, rights and conditions; for unions."),
                 ("702 Against unions", "Criticism of organised labour's power.")),
        )),
    ),
    "Manifesto Project, coding scheme 4: its categories that come in pairs.",
)

PERSUASION = Preset(
    "persuasion", "Persuasion techniques", "Fourteen ways to persuade without arguing.",
    (
        themes("Persuasion technique", "By which device does the passage try to persuade?", (
            ("Loaded language", "Words with strong feelings in them, where plain ones would do."),
            ("Name calling or labelling", "A name that its bearer is meant to be loved or hated for."),
            ("Repetition", "The same message again and again, until it is believed."),
            ("Exaggeration or minimisation", "Made far larger or smaller than it is."),
            ("Doubt", "Somebody's credibility is put in question instead of what they say."),
            ("Appeal to fear or prejudice", "Support by fright of the alternative, or by dislike of a group."),
            ("Flag-waving", "Right because it serves the nation or another group one belongs to."),
            ("Causal oversimplification", "One cause or culprit for what has several."),
            ("Slogans", "A short, striking phrase that stands for the argument."),
            ("Appeal to authority", "True because somebody of standing says so, without other evidence."),
            ("Black-and-white fallacy", "Only two ways are said to be open, or only one."),
            ("Thought-terminating cliché", "A stock phrase that ends the discussion."),
            ("Whataboutism, straw man or red herring", "Turns to other faults, to what nobody said, or away."),
            ("Bandwagon or guilt by association", "Do it since all do; or reject it since somebody hated likes it."),
        )),
    ),
    "Da San Martino et al. 2020, SemEval task 11.",
)

EMPTY = Preset("empty", "Nothing yet", "An empty codebook, to make your own or import one from a file.", ())

PRESETS = {preset.key: preset for preset in (THEMES, SEMEVAL, FRAMES, DNA, BASIL, CLAIMS, MANIFESTO, PERSUASION)}
AT_START = {**PRESETS, EMPTY.key: EMPTY}
