import type { InterviewPlan } from '../protocol/protocol.gen';
import { criteria, questions, sections } from './starters.en';

const rubric = {
  knowledge: '1: Lücken in den Grundlagen. 3: arbeitet selbstständig. 5: bringt es anderen bei.',
  solving:
    '1: rät. 3: geht Schritt für Schritt vor. 5: wägt Alternativen ab und prüft das Ergebnis.',
  communication:
    '1: schwer zu folgen. 3: verständlich. 5: verständlich und achtet darauf, dass andere folgen.',
  motivation:
    '1: weiß wenig über die Stelle. 3: gute Gründe. 5: Gründe, die genau zu dieser Stelle passen.',
};

/** Pläne, aus denen ein Interview entsteht, auf Deutsch. */
export const starters: InterviewPlan[] = [
  {
    title: 'Erstes Gespräch',
    sections: sections(
      ['Begrüßung', 5],
      ['Erfahrung', 20],
      ['Ihre Fragen', 10],
      ['Wie es weitergeht', 5],
    ),
    questions: [
      ...questions('Erfahrung', [
        [
          'Woran haben Sie zuletzt gearbeitet, und was war Ihr Anteil daran?',
          5,
          'easy',
          ['Ergebnis', 'eigener Anteil', 'Team'],
          'Nachfragen, was die Person selbst getan hat.',
        ],
        [
          'Erzählen Sie von einer Entscheidung, die Sie heute anders treffen würden.',
          5,
          'medium',
          ['Situation', 'Entscheidung', 'gelernt'],
        ],
        [
          'Beschreiben Sie eine Meinungsverschiedenheit bei der Arbeit. Wie ging sie aus?',
          5,
          'medium',
          ['zugehört', 'gemeinsames Ziel', 'Einigung'],
        ],
      ]),
      ...questions('Motivation', [
        ['Warum diese Stelle, und warum jetzt?', 5, 'easy', ['Aufgabe', 'Team', 'Produkt']],
        ['In welcher Umgebung arbeiten Sie am besten?', 5, 'easy', ['Rückmeldung', 'Ruhe']],
      ]),
    ],
    criteria: criteria(
      [
        'Erfahrung',
        '1: wenig Passendes. 3: passt zur Stelle. 5: hat diese Arbeit schon gut gemacht.',
      ],
      ['Problemlösung', rubric.solving],
      ['Kommunikation', rubric.communication],
      ['Motivation', rubric.motivation],
    ),
  },
  {
    title: 'Backend-Entwicklung',
    sections: sections(['Aufwärmen', 5], ['Daten', 20], ['Betrieb', 20], ['Ihre Fragen', 10]),
    questions: [
      ...questions('Daten', [
        [
          'Eine Abfrage, die schnell war, ist heute langsam. Was tun Sie, in welcher Reihenfolge?',
          10,
          'medium',
          ['Abfrageplan', 'Index', 'Statistik', 'messen'],
          'Laut denken lassen.',
        ],
        [
          'Was garantiert eine Transaktion, und was kostet sie?',
          5,
          'medium',
          ['atomar', 'Isolation', 'Sperren'],
        ],
        [
          'Wie ändern Sie eine Tabelle, die in Betrieb ist, ohne Ausfall?',
          8,
          'hard',
          ['abwärtskompatibel', 'nachtragen', 'in Teilen', 'zurückrollen'],
        ],
      ]),
      ...questions('Betrieb', [
        [
          'Ein Dienst antwortet unter Last nicht rechtzeitig. Wie finden Sie heraus, warum?',
          10,
          'medium',
          ['Metriken', 'Traces', 'Warteschlange', 'Verbindungspool'],
        ],
        [
          'Wann ist es keine gute Idee, eine Anfrage zu wiederholen?',
          5,
          'hard',
          ['idempotent', 'Backoff', 'Überlast'],
        ],
      ]),
    ],
    criteria: criteria(
      ['Fachwissen', rubric.knowledge],
      ['Problemlösung', rubric.solving],
      ['Betrieb', '1: hört beim Commit auf. 3: beobachtet, was läuft. 5: plant für den Ausfall.'],
      ['Kommunikation', rubric.communication],
    ),
  },
  {
    title: 'Frontend-Entwicklung',
    sections: sections(
      ['Aufwärmen', 5],
      ['Der Browser', 20],
      ['Handwerk', 20],
      ['Ihre Fragen', 10],
    ),
    questions: [
      ...questions('Der Browser', [
        [
          'Eine Seite braucht fünf Sekunden, bis man sie bedienen kann. Wie machen Sie sie schneller?',
          10,
          'medium',
          ['messen', 'Bundle', 'Bilder', 'Cache', 'Haupt-Thread'],
          'Laut denken lassen.',
        ],
        [
          'Was geschieht zwischen dem Tippen in ein Feld und dem sichtbaren Buchstaben?',
          5,
          'hard',
          ['Ereignis', 'Zustand', 'Layout', 'Zeichnen'],
        ],
      ]),
      ...questions('Handwerk', [
        [
          'Wie machen Sie ein selbst gebautes Auswahlmenü für alle bedienbar?',
          8,
          'medium',
          ['Tastatur', 'Fokus', 'Screenreader', 'natives Element'],
        ],
        [
          'Wo halten Sie Zustand, und wie entscheiden Sie das?',
          8,
          'medium',
          ['Zustand des Servers', 'URL', 'lokal', 'abgeleitet'],
        ],
        [
          'Welche Tests schreiben Sie für ein Formular, und welche lassen Sie weg?',
          5,
          'easy',
          ['Verhalten', 'Prüfung', 'Fehler'],
        ],
      ]),
    ],
    criteria: criteria(
      ['Fachwissen', rubric.knowledge],
      [
        'Barrierefreiheit und Sorgfalt',
        '1: denkt nicht daran. 3: kennt die Grundlagen. 5: baut sie von Anfang an ein.',
      ],
      ['Problemlösung', rubric.solving],
      ['Kommunikation', rubric.communication],
    ),
  },
  {
    title: 'Produktmanagement',
    sections: sections(['Aufwärmen', 5], ['Erkunden', 20], ['Umsetzen', 20], ['Ihre Fragen', 10]),
    questions: [
      ...questions('Erkunden', [
        [
          'Wie haben Sie bei Ihrem letzten Produkt herausgefunden, was die Menschen brauchen?',
          8,
          'medium',
          ['Gespräche', 'Daten', 'Annahmen', 'Experiment'],
        ],
        [
          'Drei Kunden wünschen sich dieselbe Funktion. Was tun Sie?',
          8,
          'medium',
          ['Problem', 'warum', 'andere Kunden', 'Aufwand'],
        ],
      ]),
      ...questions('Umsetzen', [
        [
          'Eine Veröffentlichung verschiebt sich um einen Monat. Wem sagen Sie was?',
          5,
          'medium',
          ['früh', 'Beteiligte', 'Umfang', 'Möglichkeiten'],
        ],
        [
          'Welche Kennzahl würden Sie für unser Produkt wählen, und was stimmt an ihr nicht?',
          10,
          'hard',
          ['Wirkung', 'Frühindikator', 'Fehlanreiz', 'Gegenkennzahl'],
        ],
        [
          'Das Entwicklungsteam lehnt etwas ab, das Sie brauchen. Wie gehen Sie vor?',
          5,
          'medium',
          ['zuhören', 'Grenzen', 'Alternativen'],
        ],
      ]),
    ],
    criteria: criteria(
      ['Verständnis der Nutzer:innen', '1: Meinungen. 3: fragt nach. 5: prüft eigene Annahmen.'],
      ['Urteilsvermögen', '1: macht alles. 3: setzt Prioritäten. 5: begründet, was wegfällt.'],
      ['Führen ohne Weisung', '1: drängt. 3: überzeugt. 5: andere entscheiden mit.'],
      ['Kommunikation', rubric.communication],
    ),
  },
];
