/** Words of each language by their number of syllables, counted by hand; sixty and more in each. */
import type { Language } from '../../../src/core/language.ts';

export const WORDS_BY_SYLLABLES: Readonly<Record<Language, Readonly<Record<number, string>>>> = {
  en: {
    1: 'you have fear court fee judge which through asked claimed stopped lives takes cause caught eight friend safe guide price prove',
    2: 'lawyer people money border office agent ended wanted table being going paper answer before agreed settle movement careful someone police believe client crossed-out',
    3: 'asylum family officer consulate permission different government document reopen relative organise radio important idea area citizen',
    4: 'immigration application temporary authority information identity immediate deportation',
    5: 'nationality representative cryptocurrency individual',
    6: 'humanitarian reunification',
  },
  es: {
    1: 'y el que quien muy juez ley mes hay tres más fue buey pie seis',
    2: 'papel visa ciudad guía país día antes agua nueve cuerpo huyó puente leer río caer huellas siempre',
    3: 'audiencia frontera dinero familia seguro ahora asilo noticia héroe trámite ciudades oficio poeta policial',
    4: 'abogado leíamos solicitud policía oficina migratorio Guatemala documento extranjero energía todavía',
    5: 'aeronave ciudadanía autoridades abandonaron prohibiciones criptomoneda',
    6: 'identificación desaparecidos',
  },
  pt: {
    1: 'e o que quem mãe não mês lei ao aos põe três fui sou',
    2: 'papel visto água rio país muito quando saiu série irmãos oito língua quatro guerra voo juiz depois',
    3: 'asilo família história fronteira dinheiro polícia cidade rainha saída ainda juízes pessoa criança',
    4: 'advogado documento alegria situação violência continua maioria residência funciona',
    5: 'autoridade cidadania identidade refugiado funcionário aplicativo humanitários',
    6: 'reunificação intermediário',
  },
  fr: {
    1: 'le que juge dans loi nuit trois femme parlent vient bien eau lieu août vie rue œuf paient',
    2: 'papier argent demande famille client question pays maison voyage réseau moment travail église devoir billet',
    3: 'avocat frontière-là demander document policier réfugié maintenant haïti février employeur sauvetage vérité étranger',
    4: 'immigration gouvernement identité représentant américain autorités situation normalement',
    5: 'nationalité enregistrement autorisation citoyenneté individuel régulariser déménagement',
    6: 'réunification',
  },
  ht: {
    1: 'mwen ou pa yo jij dwa lwa fwa wi lè tan moun bon uit gwoup sèt',
    2: 'papye peyi lajan travay fwontyè fanmi kounye chèche wete bezwen lekòl lannwit vwayaj bato gade demann',
    3: 'avoka ayisyen lapolis sitwayen refijye etranje otobis kòmanse dokiman pwoteksyon rezidans randevou aksidan gouvènman',
    4: 'imigrasyon etazini operasyon otorite enfòmasyon aletranje sitiyasyon reprezante',
    5: 'nasyonalite òganizasyon verifikasyon ozetazini klimatizasyon',
    6: 'reyinifikasyon',
  },
};
