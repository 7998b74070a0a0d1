/**
 * The commonest words of languages that are written in our letters but that Faro does not speak, with a few of what people
 * on the move ask for. A word that one of our five languages also has is left out: a message in one of ours must never
 * be taken for another (a test reads all that we have of ours). Accents may be missing in a message, so each word counts
 * without them too.
 */
import type { UNSERVED_BY_WORDS } from '../core/language.ts';

type ByWords = (typeof UNSERVED_BY_WORDS)[number];

export const UNSERVED_WORDS = {
  de: `ich und der nicht ein eine einen einer einem für mit auf von zu ist wie wo wir sie mein meine meinen meiner
    meinem haben habe hat kann können möchte brauche bitte danke guten asyl hilfe oder aber auch noch wenn dass
    nach bei mir mich ihr sind bin wird werden kein keine keinen schon sehr wann warum wer welche über arbeit
    kinder kind grenze anwalt geld muss müssen soll gibt geht zur zum aus seit morgen heute jemand sprechen
    spricht deutsch hallo`,
  it: `sono della delle degli gli perché voglio vorrei anche questo questa aiuto grazie buongiorno buonasera ciao
    nel nella siamo abbiamo miei mie favore ho hanno chiedere permesso soggiorno bambini figlio figlia figli
    famiglia frontiera lavoro lavorare soldi avvocato ogni senza stato stata bisogno qualcuno parlare italiano
    può dopo adesso oggi domani`,
  tr: `ben bir için nasıl istiyorum yardım nerede var yok bu mı mu değil sığınma iltica lütfen teşekkürler teşekkür
    merhaba selam çocuk çocuklarım çocuklar ailem iş izni sınır sınırda kadar bana benim bizim biz misiniz
    ediyorum istemiyorum gerekiyor olur olarak daha çok şimdi konuşuyor konuşmak türkçe ihtiyacım başvuru
    başvurusu başvurmak yapabilirim yapmak alabilirim zaman gibi hangi sonra önce bugün yarın avukat oldu mıdır
    misin mıyım`,
  vi: `tôi muốn xin tị nạn không của được làm người chúng những và có với này đang sẽ đã rồi cần giúp đỡ ở đâu bao
    nhiêu khi nào thế như vì gia đình vợ chồng tiền giấy tờ việc biên giới luật sư cảm ơn chào bạn một các nói
    tiếng việt phải nếu hỏi đi đến từ nước mỹ`,
  so: `waxaan waa imisa codsi codsiga lacagta iyo oo ku aan waxa fadlan mahadsanid caawimaad caawin magangelyo magan soo doonayaa rabaa sidee
    maxaa xaggee halkee qof caruur carruur carruurta shaqo xuduud xuduudda mareykanka maraykanka booliska nabad
    salaam iska weyn dalka waan ayaa ahay haddii laakiin miyaa karaa kartaa igu ii ilaa badan anigu aniga hadal
    warqad qaxooti qaxootiga codsan codsado dhici karo waxay wuxuu wax goorma halkan imid ayaan baa lacag qareen
    reerkayga xaaskayga somali soomaali jiraa baahanahay`,
  uz: `siz biz uchun bilan qanday kerak yordam boshpana qayerda qayerga bormi yo'q mumkin qilish bu mening bolalarim
    bolam ishlash rahmat assalomu alaykum salom iltimos qancha nima olish emas kerakmi haqida qilib meni menga
    oilam chegara chegarada hujjat hujjatlar ruxsatnoma ruxsat tilini gapirasizmi o'zbek o'zbekcha ariza
    topshirish qachon bor bo'ladi olaman qilaman qilsam so'rash xohlayman istayman advokat ish amerikada
    amerikaga bilmayman keldim kim yoki`,
  wo: `nanga damay maa bëgg ngir ndax naka jërëjëf waaw déedéet naa suma xaalis liggéey mën ñu réew yow moom dina
    dinaa laa ngay nga ci yi ñaata kañ fii foofu wax ndimbal dimbali dimbal taxaw jaam rekk salaam maalekum
    alekum asalaa góor jigéen xale xaleyi askan dëkk dund amul bu mu wolof lu moo ñëw ñów dugg kayit`,
  ln: `nazali nalingi yango mpe ndenge nini wapi mbote lisusu biso ngai bana mwana mboka mosala epai kati nayebi
    kosala nakoki nakosala lisalisi mpo pona nde kasi bino bango eza ezali nasengeli nasala nazwa kozwa ntango
    libota mbongo ndako mokili nkombo nanga koloba lingala botondi matondi melesi tika soki lokola kuna basusu
    nabangi kobanga bakonzi mokanda mikanda mwasi mobali`,
  sw: `nataka ninataka kwa wapi habari asante msaada tafadhali jina langu mimi wewe watoto mtoto kazi hifadhi mpaka
    mpakani naomba nahitaji kuomba gani nini vipi hapa lakini kama yangu wangu polisi kuna kwenda watu mtu pesa
    wakili hii hiyo hivyo sijui siwezi naweza unaweza lini nani nchi yetu wetu ninahitaji kiswahili kuhusu
    nimefika tunahitaji baada kabla sasa kesho mke mume`,
  ro: `sunt și pentru vreau nu cum unde cât ajutor bună ziua mulțumesc vă rog copiii copilul sau că să din cu poate
    avem nevoie trebuie cineva vorbesc vorbi română graniță frontieră muncă bani acum după când cine foarte fără
    în lucrez sunteți există acest această cere depun cerere`,
  pl: `jestem się nie jak gdzie czy chcę potrzebuję pomocy pomoc azyl dzień dobry dziękuję proszę dzieci dziecko
    moje mój mamy dla żeby ile kiedy kto oraz mnie tutaj już granica granicy praca pracę pieniądze prawnik
    rodzina polsku mówić mogę muszę został czego który która być są bardzo teraz ubiegać jest`,
  nl: `ik niet een het voor mijn wil hoe waar hulp nodig heb hebben asiel aanvragen alstublieft dank bedankt
    kinderen zijn ben wij jullie maar ook nog geen naar bij moet moeten grens werk werken geld advocaat iemand
    spreken praten nederlands wanneer wie waarom zonder gezin vandaag morgen goedemorgen goedendag mag worden
    wordt`,
  quc: `xuquje' k'o kinwaj chech rech maltyox are' uj jas kuya' chqe chwe wech kqaj kwaj nuk'ojol nuwalk'wal k'iche'
    k'ax je'l utz awech xa xuquje nuwach jun kinch'aw kub'ij k'ut rumal wene tob'anik b'antajik xinpe winaq ulew
    tinamit chi k'olik`,
  mam: `tzeno qeya aju mya' chjonte tuk'il atzun nti' b'ix qo waja qajb'il mam tzeqen mi' nti jun wuk'e onb'il tzun
    ti' tu'n nb'aja ky'i ky'iwb'il tnam xjal k'wal nk'wala wajb'il`,
  kek: `laa'in laa'o laa'at tinwaj nawaj b'antiox b'anyox sa' wank naq ut maak'a' tento k'a'ru xwankil tenq' ink'a'
    chi aawe qe poyanam kok'al ink'aal tenamit q'eqchi' k'anjel naxye nink'e xaq maani jo'kan aatinak tinaatinak
    b'i`,
  kjb: `ayin ayach heb' hin yujwal tol k'am b'ay yetoq watx' hach hinunin unin konob' anima chi tzet b'aytal jun kax
    q'anjob'al hoq yul manaq kolwal kolwalil toq wochej chiwoche chiwochej`,
  nah: `tlazohcamati tlasojkamati nehuatl nehwatl tehuatl quema notoca notoka cualli kuali iuan iwan nochi nimitz
    nikneki niknequi nicnequi nimitzpalehuia xinechpalehui xinechpalewi axan nopilhuan nocone altepetl tlen tlein
    canin kanin kampa nahuatl ipan ika tekitl tequitl nochan`,
  qu: `ñuqa ñoqa kani imaynalla yanapaway yanapay munani kachkan manam wasi wasiy allin kaypi maypi imata imayna
    wawaykuna wawaykunata llamkay llank'ay qullqi qolqe ñuqayku noqayku ñuqaykuta runasimi rimani rimay kanki
    kayta chayta hamuni hamurqani llaqta llaqtay atinichu atiyman munayku mañakuy añay sulpayki napaykullayki
    paykuna ñuqanchik kashan kashani`,
  cab: `buíti binafi binafin buguya nuguya nuguyaba bugia lidan tidan mabuíga seremein seremei aban tuma lau tau
    garífuna niduheñu iraü irahü irahüñu ideha íderaha busentina busiéntina gürigia uaü aba luagu tuagu ayeinha
    ageiraü nageira`,
} as const satisfies Record<ByWords, string>;

/** Words of the lists that, without their accents, are words of ours: "toi", "can", "bien". */
export const OURS_WITHOUT_ACCENTS: ReadonlySet<string> = new Set(
  'konnen uber mi is once toi ti nan va co voi se da can do o nao the vi vo to bien su on chao ban mot di den tu my men nu kan new now si cat ca sa in de muc no cu mia mai duc uns sao cam cho nhu mais ya'.split(
    ' ',
  ),
);

/** Letters that no language of ours has: a word with one of them counts like a word of the list. */
export const UNSERVED_LETTERS: Readonly<Partial<Record<ByWords, RegExp>>> = {
  vi: /[ăđơưạ-ỹ]/u,
  pl: /[łżźśćńąę]/u,
  tr: /[ğışİ]/u,
  ro: /[șțăşţ]/u,
  de: /ß/u,
};
