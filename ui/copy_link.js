// Copies the page's address; it already carries the whole experiment.
export default function ({ parentElement }) {
  const button = parentElement.querySelector("button");
  const status = parentElement.querySelector("[role=status]");
  const field = parentElement.querySelector("input");
  let timer;

  const say = (text) => {
    status.textContent = text;
    clearTimeout(timer);
    timer = setTimeout(() => (status.textContent = ""), 3000);
  };

  button.onclick = async () => {
    // Readable commas; and Streamlit Community Cloud serves an app under "/~/+" of its public address.
    const link = location.href.replaceAll("%2C", ",").replace("/~/+", "");
    try {
      await navigator.clipboard.writeText(link);
      field.hidden = true;
      say("Copied");
    } catch {
      field.value = link;
      field.hidden = false;
      field.ariaLabel = "Link to this experiment";
      field.select();
      say(document.execCommand("copy") ? "Copied" : "Press Ctrl+C");
    }
  };
  return () => clearTimeout(timer);
}
