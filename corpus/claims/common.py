"""Common words of English: those that carry no meaning, and those that say one thing in several ways."""

from __future__ import annotations

EMPTY = frozenset(
    """
    a about above across after again against all also although am among an and another any are around as at back be
    because become been before being below best between both but by came can case cases come comes could did do does
    doing done down during each either else even ever every exactly few for found from further get gets getting give
    given gives go goes going gone good got great had has have having he her here hers him his how however i if in
    instead into is it its itself just keep key kind know less let like likely look lot made make makes making many may
    me mean means might more most much must my near nearly need needs never new next no nor not nothing now of off often
    ok okay on once one only onto or other others our out over own part particular people per put quite rather really
    right said same saw say says see seen several shall she should show showed shows simply since so some something
    still such take taken takes tell than that the their them then there these they thing things this those though
    through thus to today together too took toward two under until up upon us use used using usually very via want was
    way ways we well went were what when where whether which while who whole whom whose why will with within without
    would yeah yes yet you your already actually typical typically approximately roughly almost least maximum minimum
    average plus buck bucks cent cents gig gigs gb mb tb usd per around percent
    percentage times dollar dollars year years month months week weeks day days hour
    hours minute minutes second seconds number numbers figure figures amount it's that's there's here's what's let's
    we're you're they're don't doesn't isn't aren't can't won't i'm i've we've you've they've didn't wasn't
    first third finally currently literally basically essentially versus vs compared
    """.split()  # noqa: SIM905 -- read as words
)
# One word for what general English says in several ways; applied to stems.
SAME = {
    "acquisit": "acquir",
    "buy": "acquir",
    "bought": "acquir",
    "purchas": "acquir",
    "cheaper": "cost",
    "price": "cost",
    "pricey": "cost",
    "expens": "cost",
    "spend": "cost",
    "spent": "cost",
    "pay": "cost",
    "paid": "cost",
    "faster": "speed",
    "quicker": "speed",
    "fast": "speed",
    "perform": "speed",
    "reduct": "reduc",
    "decreas": "reduc",
    "lower": "reduc",
    "fewer": "reduc",
    "cut": "reduc",
    "drop": "reduc",
    "fell": "reduc",
    "declin": "reduc",
    "improv": "better",
    "gain": "better",
    "increas": "grow",
    "growth": "grow",
    "grew": "grow",
    "grown": "grow",
    "rise": "grow",
    "rose": "grow",
    "dev": "develop",
    "developer": "develop",
    "programm": "develop",
    "engin": "engin",
    "app": "applic",
    "org": "organ",
    "organis": "organ",
    "db": "databas",
    "repo": "repositori",
    "infra": "infrastructur",
    "config": "configur",
    "prod": "product",
    "began": "start",
    "begin": "start",
    "launch": "start",
    "introduc": "start",
    "annual": "year",
    "larger": "big",
    "bigger": "big",
    "highest": "high",
    "higher": "high",
    "efficient": "effici",
    "adopt": "adopt",
    "survey": "survey",
    "replac": "replac",
    "length": "long",
    "depth": "deep",
    "height": "tall",
    "width": "wide",
    "creation": "creat",
    "autom": "automat",
    "age": "old",
    "distanc": "far",
    "weight": "weigh",
    "shut": "close",
}

# Verbs that change within: each form of the past with its base. Those that have one form for both are left out.
BASE_FORMS = dict(
    pair.split("/")
    for pair in """
    became/become began/begin begun/begin bent/bend bit/bite bitten/bite bled/bleed blew/blow blown/blow bound/bind
    bought/buy bred/breed broke/break broken/break brought/bring built/build burnt/burn came/come caught/catch
    chose/choose chosen/choose crept/creep dealt/deal drank/drink drawn/draw drew/draw driven/drive drove/drive
    drunk/drink dug/dig eaten/eat ate/eat fallen/fall fed/feed fell/fall felt/feel fled/flee flew/fly flown/fly
    forbade/forbid forbidden/forbid forgot/forget forgotten/forget fought/fight found/find froze/freeze
    frozen/freeze gave/give given/give gone/go got/get grew/grow grown/grow heard/hear held/hold hid/hide
    hidden/hide hung/hang kept/keep knew/know known/know laid/lay led/lead left/leave lent/lend lost/lose made/make
    meant/mean met/meet paid/pay ran/run rang/ring ridden/ride risen/rise rode/ride rose/rise rung/ring sang/sing
    sank/sink sat/sit saw/see seen/see sent/send shaken/shake shook/shake shone/shine shot/shoot shown/show
    shrank/shrink slept/sleep slid/slide sold/sell sought/seek spent/spend spoke/speak spoken/speak sprang/spring
    stole/steal stolen/steal stood/stand struck/strike stuck/stick sung/sing sunk/sink swam/swim swore/swear
    sworn/swear swum/swim swung/swing taken/take taught/teach thrown/throw took/take tore/tear torn/tear threw/throw
    understood/understand went/go withdrew/withdraw withdrawn/withdraw woke/wake won/win wore/wear worn/wear
    wound/wind wove/weave woven/weave written/write wrote/write
    """.split()  # noqa: SIM905 -- read as words
)
