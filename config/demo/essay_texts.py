"""Invented essays of invented learners: paragraphs that are put together anew for each entry."""

TITLES = {
    "en": (
        "The fence around our shamba",
        "What my grandmother read",
        "Nobody is outside the law",
        "The matatu and the whistle",
        "A question for the strong",
        "Silence is not peace",
        "When the chief came to school",
        "The river remembers",
        "A key that fits no door",
        "Who guards the guards?",
        "The price of a confession",
        "My brother’s bicycle",
        "A letter to a police officer",
        "The scale and the sword",
        "Words stronger than sticks",
        "The night at the station",
        "Bread, water and dignity",
        "If it were my father",
        "What Article 29 says to me",
        "The truth does not scream",
        "A promise on paper",
        "The goat that was not stolen",
        "Courage in a quiet voice",
        "Tomorrow’s Kenya",
    ),
    "sw": (
        "Haki haina bei",
        "Sauti ya bibi yangu",
        "Ukweli hauhitaji fimbo",
        "Mlinzi wa walinzi",
        "Utu wa kila mtu",
        "Siku ya soko",
        "Barua kwa afisa wa polisi",
        "Sheria ni ua wa shamba",
        "Ndoto ya kesho",
        "Aliyenyamaza",
        "Mkono usiopiga",
        "Kikombe cha maji",
    ),
}

OPENINGS = {
    "en": (
        "When my uncle came home he did not sit down. He stood by the door as if the house belonged to somebody "
        "else, and my grandmother, who has never been afraid of anything but God and the river in April, put her "
        "hand over her mouth.",
        "In our town there is a police station painted blue and white, and we children used to run past it. Nobody "
        "had told us to run. We had only seen that grown men lowered their voices there, and we learned from their "
        "feet before we learned from their words.",
        "Our teacher wrote one question on the board and left the room. “A bomb is hidden; the man knows where. "
        "What do you do?” Half of the class shouted at once. I did not shout, because I was thinking of the man’s "
        "hands.",
        "A goat was lost in our village, and by evening there was already a thief. He was a boy of my age, with "
        "one shoe. The crowd had sticks, and nobody had asked him his name. That was the day I understood what a "
        "law is for.",
        "I come from a family of herders. We know that one who beats a cow gets a cow that kicks. It took me "
        "longer to see that the same is true of a country, and that a frightened people is not a quiet people.",
        "My father drives a matatu between two towns, and he says a road shows you what a nation is. Some stop you "
        "to help and some stop you to be paid. The difference is not in the uniform. It is in whether anybody is "
        "watching.",
        "There is a photograph in our history book of men who were detained before our parents were born. Their "
        "eyes look past the camera. I have often wondered what they were asked, and whether anything they answered "
        "was true.",
        "People say that the strong need no permission. I used to believe it, because I was the smallest in my "
        "class. Then I joined the debating club, and found that a question, asked clearly, can make a strong "
        "person sit down.",
    ),
    "sw": (
        "Siku ile mjomba aliporudi nyumbani hakuketi. Alisimama mlangoni kana kwamba nyumba ile ilikuwa ya mtu "
        "mwingine. Bibi yangu, ambaye haogopi chochote isipokuwa Mungu na mto unapofurika, aliufunika mdomo wake "
        "kwa mkono.",
        "Katika kijiji chetu mbuzi alipotea, na kabla ya jua kutua mwizi alikuwa amekwisha kupatikana. Alikuwa "
        "mvulana wa rika langu, mwenye kiatu kimoja tu. Umati ulikuwa na fimbo, lakini hakuna aliyemuuliza jina "
        "lake.",
        "Mwalimu wetu aliandika swali moja ubaoni kisha akatoka nje. “Je, kuna siku ambayo kumtesa mtu ni halali?” "
        "Nusu ya darasa walipiga kelele. Mimi nilinyamaza, kwa sababu nilikuwa nikifikiria mikono ya mtu yule.",
        "Baba yangu ni dereva wa matatu, na husema kwamba barabara huonyesha jinsi taifa lilivyo. Wako "
        "wanaokusimamisha ili wakusaidie, na wako wanaokusimamisha ili uwalipe. Tofauti si sare; tofauti ni kama "
        "kuna anayetazama.",
    ),
}

MIDDLES = {
    "en": (
        "Article 29 of our Constitution has only a few lines, and I have read them aloud at home: every person has "
        "the right not to be subjected to torture in any manner, whether physical or psychological. My grandmother "
        "asked me to read it again. She wanted to know whether it was written for everybody, or only for those who "
        "can read.",
        "Some say that pain makes people speak. It does. It makes them say whatever will end the pain. If you beat "
        "me I will tell you that I stole the moon. Then you will go home satisfied, the thief will sleep well, and "
        "the moon will still be in the sky.",
        "I think that a law is like the fence around our shamba. A fence does not stop a man who has decided to "
        "climb. It tells everyone where the climbing begins. After that, nobody can say that he only lost his way.",
        "My friend answered me: “And if it were your sister who was in danger?” I could not sleep that night. But "
        "in the morning I saw that this is exactly why we have rules. We make them when we are calm, for the day "
        "when we shall not be.",
        "Those who allow it once never stop at once. First it is for the terrorist, then for the robber, then for "
        "the boy who spoke rudely to an officer. A door that opens for the worst of us will not be closed when the "
        "rest of us stand before it.",
        "There is a duty on the other side too. The officer has a mother who waits, and he has seen things that I "
        "have not. If we want him to put the stick down, we must give him training, a fair wage, and somebody who "
        "listens to him as well. A right that forgets people is only a poster.",
        "I asked an old man who had been in a cell in those years. He did not show me his scars. He said the worst "
        "was not the blow but the silence after it, when he knew that other people had heard and had turned up "
        "their radios.",
        "The world has agreed on few things, but it has agreed on this: no war, no emergency and no order from "
        "above is an excuse. I find it remarkable that so many countries could sign one sentence. Perhaps each of "
        "them remembered somebody.",
        "A confession that is beaten out of a person is not even useful. A good detective looks for footprints, "
        "numbers, witnesses. It takes patience, and patience is harder than anger. When we allow the stick we also "
        "tell the detective that he need not think.",
        "In our club we tried an experiment. One of us was accused of taking a pen, and three of us questioned her "
        "in low voices, without touching her. After five minutes she cried and said that she had taken it. The pen "
        "was in my own bag. We were all ashamed, and we learned more than from any book.",
    ),
    "sw": (
        "Kifungu cha 29 cha Katiba yetu kina mistari michache tu, nami nimeisoma kwa sauti nyumbani: kila mtu ana "
        "haki ya kutoteswa kwa namna yoyote ile, iwe ya mwili au ya akili. Bibi aliniomba nisome tena. Alitaka "
        "kujua kama maneno yale ni ya watu wote, au ni ya wale tu wanaojua kusoma.",
        "Wengine husema kwamba maumivu humfanya mtu aseme. Ni kweli, lakini humfanya aseme lolote litakalomaliza "
        "maumivu. Ukinipiga nitakuambia kwamba niliiba mwezi. Wewe utaenda nyumbani ukiwa umeridhika, mwizi "
        "atalala vizuri, na mwezi utabaki angani.",
        "Naona sheria ni kama ua unaozunguka shamba letu. Ua haumzuii aliyeamua kuruka. Humwambia kila mtu ni wapi "
        "kuruka kunapoanzia. Baada ya hapo hakuna anayeweza kusema kwamba alipotea njia.",
        "Rafiki yangu aliniuliza: “Na kama angekuwa dada yako aliye hatarini?” Usiku ule sikulala. Lakini asubuhi "
        "niliona kwamba hiyo ndiyo sababu ya kuwa na kanuni. Tunaziweka tukiwa watulivu, kwa ajili ya siku ambayo "
        "hatutakuwa watulivu.",
        "Upande wa pili nao una haki yake. Afisa ana mama anayemngoja, na ameona mambo ambayo mimi sijayaona. "
        "Tukitaka aweke fimbo chini, tumpe mafunzo, mshahara wa haki, na mtu wa kumsikiliza. Haki inayosahau watu "
        "ni bango tu.",
    ),
}

ENDINGS = {
    "en": (
        "So my answer is no, and I have tried to find the yes. A nation that hurts the bound man has already lost "
        "what it wanted to protect. I would rather live in a country that is sometimes in danger than in one that "
        "is always cruel.",
        "My uncle sits down now. It took two years and a lawyer who was paid with eggs. He says that what helped "
        "him most was a magistrate who asked him one question and then waited for the answer.",
        "I am seventeen and I cannot vote. But I can read an article aloud, I can refuse to pick up a stick, and I "
        "can ask a boy with one shoe what his name is. That is where my part of the law begins.",
        "When I am asked again what I would do about the bomb, I shall say: everything that leaves him a human "
        "being, because otherwise there will be two bombs, and the second will be inside us.",
        "Let us paint the station blue and white again, and let the children stop running. They will know without "
        "being told when it is safe. Children always read the feet before the words.",
        "Perhaps I have not convinced you. Then I ask for one thing only: before you decide, imagine the chair in "
        "the room, and imagine that you do not know which side of the table you will sit on.",
        "The men in the photograph still look past the camera. I like to think that they were looking at us, and "
        "that they wished to know whether we would do better. We should answer them while we can.",
        "The right not to be tortured has no price, no tribe and no exception. It is small enough to be written on "
        "one page and large enough for all of us to stand under when it rains.",
    ),
    "sw": (
        "Kwa hivyo jibu langu ni hapana. Taifa linalomuumiza mtu aliyefungwa mikono tayari limepoteza kile "
        "lilichotaka kukilinda. Ni heri kuishi katika nchi ambayo wakati mwingine iko hatarini kuliko katika nchi "
        "iliyo katili daima.",
        "Mimi nina miaka kumi na saba na siwezi kupiga kura. Lakini naweza kusoma kifungu kwa sauti, naweza "
        "kukataa kuokota fimbo, na naweza kumuuliza mvulana mwenye kiatu kimoja jina lake. Hapo ndipo sehemu yangu "
        "ya sheria inapoanzia.",
        "Haki ya kutoteswa haina bei, haina kabila, wala haina ubaguzi. Ni ndogo kiasi cha kuandikwa katika "
        "ukurasa mmoja, na ni kubwa kiasi cha sisi sote kusimama chini yake mvua inyeshapo.",
        "Labda sijakushawishi. Basi naomba jambo moja tu: kabla ya kuamua, fikiria kiti kilichomo chumbani, na "
        "ufikirie kwamba hujui utaketi upande gani wa meza.",
    ),
}


def essay(language: str, n: int) -> tuple[str, str]:
    """Title and text of the n-th invented essay in a language: four paragraphs, no two works alike."""
    openings, middles, endings = OPENINGS[language], MIDDLES[language], ENDINGS[language]
    first = (3 * n + n // len(openings)) % len(middles)
    second = (first + 1 + n % (len(middles) - 1)) % len(middles)
    parts = [openings[n % len(openings)], middles[first], middles[second]]
    parts.append(endings[(5 * n + n // len(endings)) % len(endings)])
    return TITLES[language][n % len(TITLES[language])], "\n\n".join(parts)
