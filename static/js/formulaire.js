/* Forms: the summary of errors takes the focus; a form leaves once. Everything works without this file. */

const resume = document.querySelector("[data-prend-le-foyer]");
if (resume) resume.focus();

document.addEventListener("submit", (evenement) => {
  const formulaire = evenement.target;
  if (formulaire.method !== "post" || evenement.defaultPrevented) return;
  if (formulaire.dataset.part === "oui") {
    evenement.preventDefault();
    return;
  }
  formulaire.dataset.part = "oui";
  const bouton = evenement.submitter ?? formulaire.querySelector("[type=submit]");
  bouton?.setAttribute("aria-busy", "true");
});

/* Back from the browser's own history, the form can leave again. */
window.addEventListener("pageshow", () => {
  for (const formulaire of document.querySelectorAll("form[data-part]")) {
    delete formulaire.dataset.part;
    formulaire.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  }
});

/* « Imprimer » exists only where a script can print. */
for (const bouton of document.querySelectorAll("[data-imprimer]")) {
  bouton.hidden = false;
  bouton.addEventListener("click", () => window.print());
}
