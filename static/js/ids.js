// Public ids as in corpus_app/ids.py: five characters of time in steps of 128 seconds, seven of chance.
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const EPOCH = 1_704_067_200;

export function newId(now = Date.now()) {
  let time = Math.floor((now / 1000 - EPOCH) / 128) % 2 ** 25;
  let id = "";
  for (let i = 0; i < 5; i++) { id = ALPHABET[time % 32] + id; time = Math.floor(time / 32); }
  for (const byte of crypto.getRandomValues(new Uint8Array(7))) id += ALPHABET[byte % 32];
  return id;
}
