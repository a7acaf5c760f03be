// The demonstration's mailbox looks for new messages by itself; without this script, reload the page.
const liste = document.querySelector("[data-rafraichir]");

async function regarder() {
  const courante = document.getElementById(liste.id);
  if (document.hidden || courante.contains(document.activeElement)) return;
  const reponse = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!reponse.ok) return;
  const page = new DOMParser().parseFromString(await reponse.text(), "text/html");
  const nouvelle = page.getElementById(liste.id);
  if (nouvelle && nouvelle.innerHTML !== courante.innerHTML) courante.replaceWith(nouvelle);
}

if (liste) setInterval(() => regarder().catch(() => {}), Number(liste.dataset.rafraichir) * 1000);
