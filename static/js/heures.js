/*
 * The reader's own hours, beside the event's: « 11 h 30 à La Réunion », « 21 h 30 la veille à Tahiti ».
 *
 * A <time datetime> (UTC), alone or with others in a [data-plage], is followed by the reader's hours where their clock
 * disagrees with the event's ([data-fuseau] on an ancestor, Europe/Paris otherwise). A [data-choix-fuseau] select
 * changes the zone, remembered on this device only. An ancestor [data-heures-ici] takes the words at its end. Without this file the page keeps its table of territories.
 */

const CLE = "fuseau";
const PARIS = "Europe/Paris";
const INSECABLE = "\u00a0";

const format = (fuseau) => new Intl.DateTimeFormat("fr-FR", {
  timeZone: fuseau, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  hourCycle: "h23",
});

/** The wall clock of a moment in a zone: { jour: "2026-07-04", heure: "9 h 30" }. */
function horloge(moment, fuseau) {
  const morceaux = Object.fromEntries(format(fuseau).formatToParts(moment).map(({ type, value }) => [type, value]));
  const minutes = morceaux.minute === "00" ? "" : INSECABLE + morceaux.minute;
  return {
    jour: `${morceaux.year}-${morceaux.month}-${morceaux.day}`,
    heure: `${Number(morceaux.hour)}${INSECABLE}h${minutes}`,
  };
}

function lire() {
  try { return localStorage.getItem(CLE); } catch { return null; }
}

function retenir(fuseau) {
  try { localStorage.setItem(CLE, fuseau); } catch { /* private browsing: chosen for this page only */ }
}

function fuseauDuLecteur() {
  const choisi = lire();
  const candidats = [choisi, Intl.DateTimeFormat().resolvedOptions().timeZone, PARIS];
  return candidats.find((fuseau) => {
    if (!fuseau) return false;
    try { return Boolean(format(fuseau)); } catch { return false; }
  });
}

/** How a day there stands to the same moment's day here. */
function motDuJour(ici, laBas) {
  if (laBas.jour === ici.jour) return "";
  return laBas.jour < ici.jour ? " la veille" : " le lendemain";
}

/** « 11 h – 14 h 30 », « 21 h – 23 h la veille », « 20 h 30 la veille – 5 h 30 »; empty where both clocks agree. */
function heuresAilleurs(moments, ici, laBas) {
  const paires = moments.map((moment) => [horloge(moment, ici), horloge(moment, laBas)]);
  if (paires.every(([a, b]) => a.jour === b.jour && a.heure === b.heure)) return "";
  const mots = paires.map(([a, b]) => motDuJour(a, b));
  const unSeulMot = mots.every((mot) => mot === mots[0]);
  const heures = paires.map(([, b], rang) => b.heure + (unSeulMot ? "" : mots[rang]));
  const tiret = unSeulMot ? `${INSECABLE}–${INSECABLE}` : ` –${INSECABLE}`;
  return heures.join(tiret) + (unSeulMot ? mots[0] : "");
}

function nomDuFuseau(fuseau, choix) {
  const option = choix && [...choix.options].find(({ value }) => value === fuseau);
  return option ? option.text.replace(/ \(.*/, "") : "chez vous";
}

function groupes() {
  const vus = new Map();
  for (const element of document.querySelectorAll("main time[datetime*=T]")) {
    const porteur = element.closest("[data-plage]") ?? element;
    if (!porteur.closest("[data-heures-locales=non]")) vus.set(porteur, [...(vus.get(porteur) ?? []), element]);
  }
  return vus;
}

function ecrire(lecteur, choix) {
  for (const ancien of document.querySelectorAll(".heure-ailleurs")) ancien.remove();
  for (const [porteur, elements] of groupes()) {
    const ici = porteur.closest("[data-fuseau]")?.dataset.fuseau ?? PARIS;
    const moments = elements.map((element) => new Date(element.dateTime));
    const texte = heuresAilleurs(moments, ici, lecteur);
    if (!texte) continue;
    const ajout = document.createElement("span");
    ajout.className = porteur.dataset.classe ? `heure-ailleurs ${porteur.dataset.classe}` : "heure-ailleurs";
    ajout.textContent = `${texte} ${nomDuFuseau(lecteur, choix)}`;
    const hote = porteur.closest("[data-heures-ici]");
    if (hote) hote.append(ajout);
    else porteur.after(ajout);
  }
}

function installer() {
  const bloc = document.querySelector("[data-choix-du-fuseau]");
  const choix = bloc?.querySelector("select");
  const lecteur = fuseauDuLecteur();
  if (choix && ![...choix.options].some(({ value }) => value === lecteur)) {
    choix.add(new Option(`chez vous (${lecteur.split("/").pop().replaceAll("_", " ")})`, lecteur));
  }
  if (choix) choix.value = lecteur;
  ecrire(lecteur, choix);
  if (!bloc) return;
  bloc.hidden = false;
  choix?.addEventListener("change", () => {
    retenir(choix.value);
    ecrire(choix.value, choix);
  });
}

installer();
