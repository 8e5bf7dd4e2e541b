// Opens the page as soon as there is something to show.
const SECONDS = 1;

async function look() {
  try {
    const response = await fetch("/ui/ready");
    if ((await response.json()).ready) {
      location.reload();
      return;
    }
  } catch {
    // The server is not there just now; the next look may find it.
  }
  setTimeout(look, SECONDS * 1000);
}

setTimeout(look, SECONDS * 1000);
