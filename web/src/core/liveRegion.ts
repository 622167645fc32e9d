/** The page's two live regions; emptied first so that a repeat is read again. */
export function say(text: string, urgent = false): void {
  const region = document.getElementById(urgent ? 'say-now' : 'say');
  if (!region) return;
  region.textContent = '';
  setTimeout(() => {
    region.textContent = text;
  }, 60);
}
