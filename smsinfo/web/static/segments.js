// Only quickness: the server counts and shows the same. GSM-7 holds 160 septets in one segment (153 in several), UCS-2 70
// code units (67); 3GPP TS 23.038 and 23.040. The alphabet comes with the form.
function segments(text, form) {
  const basic = new Set(form.dataset.basic);
  const extension = new Set(form.dataset.extension);
  const gsm = [...text].every((char) => basic.has(char) || extension.has(char));
  const [single, multi] = gsm ? [160, 153] : [70, 67];
  const cost = (char) => (gsm ? (extension.has(char) ? 2 : 1) : char.length);
  const used = [...text].reduce((sum, char) => sum + cost(char), 0);
  const encoding = gsm ? "GSM-7" : "UCS-2";
  if (used <= single) return { segments: 1, left: single - used, encoding };
  let count = 1;
  let filled = 0;
  for (const char of text) {
    if (filled + cost(char) > multi) [count, filled] = [count + 1, 0];
    filled += cost(char);
  }
  return { segments: count, left: multi - filled, encoding };
}
