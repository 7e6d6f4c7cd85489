// How a phone links this device: a QR code that is renewed, or letters to be typed. Where WhatsApp gives no letters, a QR code after all.
const FIRST_QR_MS = 60_000; // WhatsApp keeps the first code of a screen for a minute, the next ones for 20 s
const NEXT_QR_MS = 20_000;
const PAIRING_CODE_MS = 180_000;
const CODE_RETRY_MS = 10_000;
const CODE_REFUSALS = 3; // in a row

const pairing = (() => {
  let shown; // the code that the worker knows
  let expiresAt = 0;
  let count = 0;
  let asking = false;
  let method = rookery.pairing.method;
  let refusals = 0;

  async function offer() {
    if (asking) return;
    asking = true;
    try {
      await (method === 'code' ? offerCode() : offerQr());
    } catch (error) {
      say('trouble', { what: 'pairing', reason: messageOf(error) });
    } finally {
      asking = false;
    }
  }

  async function offerQr() {
    const code = (await WPP.conn.getAuthCode())?.fullCode;
    if (code && code !== shown) {
      shown = code;
      count += 1;
      expiresAt = Date.now() + (count === 1 ? FIRST_QR_MS : NEXT_QR_MS);
      if (!registered()) say('qr', { code, expiresAt });
    } else if (count > 0 && Date.now() > expiresAt + 1_000) {
      // The screen waits for a click: ask for new codes.
      expiresAt = Date.now() + NEXT_QR_MS;
      count = 0;
      Promise.resolve(WPP.conn.refreshQR()).catch((error) => say('trouble', { what: 'qr', reason: messageOf(error) }));
    }
  }

  async function offerCode() {
    if (Date.now() < expiresAt || !WPP.whatsapp.Conn.ref) return;
    expiresAt = Date.now() + CODE_RETRY_MS; // not again at once where it fails
    let code;
    try {
      code = await WPP.conn.genLinkDeviceCodeForPhoneNumber(rookery.pairing.phone);
    } catch (error) {
      refusals += 1;
      if (refusals >= CODE_REFUSALS) {
        method = 'qr';
        expiresAt = 0;
        say('codeRefused');
      }
      throw error;
    }
    refusals = 0;
    expiresAt = Date.now() + PAIRING_CODE_MS;
    say('code', { code, expiresAt });
  }

  return { offer };
})();
