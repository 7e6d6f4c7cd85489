'use strict';
/* Who this browser is: keys that never leave it, and what it was told when it was linked. */

__d('sim/identity', (require, module) => {
  const storage = require('sim/storage');
  const { encodeB64 } = require('WABase64');
  const KEYS = { name: 'Ed25519' };
  const LINKED = 'rookery-linked-device';

  const randomB64 = (bytes) => encodeB64(crypto.getRandomValues(new Uint8Array(bytes)));

  async function makeKey() {
    const pair = await crypto.subtle.generateKey(KEYS, false, ['sign', 'verify']);
    return { ...pair, raw: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)) };
  }

  /** Loads the keys of this browser; makes them where there are none and the device is not linked. */
  async function load() {
    let noise = await storage.keys.get('noise');
    let registration = await storage.identity.get('registration');
    if (!linked() && (!noise || !registration)) {
      noise = await makeKey();
      registration = { registrationId: randomB64(4), identity: randomB64(32) };
      await storage.keys.put('noise', noise);
      await storage.identity.put('registration', registration);
    }
    module.exports.noise = noise;
    module.exports.registration = registration;
  }

  function linked() {
    const text = localStorage.getItem(LINKED);
    return text ? JSON.parse(text) : null;
  }

  function advSecret() {
    const known = localStorage.getItem('WAAdvSecretKey');
    if (known || linked()) {
      return known ?? '';
    }
    localStorage.setItem('WAAdvSecretKey', randomB64(32));
    return localStorage.getItem('WAAdvSecretKey');
  }

  /** What a log-in sends: the challenge and all that this profile must still hold, signed. */
  async function answer(challenge) {
    const { noise, registration } = module.exports;
    const device = linked().device;
    const text = [challenge, device, registration?.identity, registration?.registrationId, advSecret()].join('|');
    const signature = noise
      ? encodeB64(await crypto.subtle.sign(KEYS, noise.privateKey, new TextEncoder().encode(text)))
      : '';
    return { t: 'login', device, signature };
  }

  module.exports = {
    noise: undefined,
    registration: undefined,
    load,
    linked,
    advSecret,
    answer,
    link(device) {
      localStorage.setItem(LINKED, JSON.stringify(device));
      localStorage.setItem('last-wid-md', JSON.stringify(`${device.number}:${device.device.split(':')[1]}@c.us`));
    },
  };
});

__d('WAWebUserPrefsMultiDevice', (require, module, exports) => {
  exports.isRegistered = () => require('sim/identity').linked() !== null;
  exports.getADVSecretKey = () => require('sim/identity').advSecret();
  exports.clearRegistrationInfo = () => require('sim/storage').wipe();
});

__d('WAWebUserPrefsIsLoggedIn', (require, module, exports) => {
  exports.isLoggedIn = () => require('WAWebUserPrefsMultiDevice').isRegistered();
});

__d('WAWebAdvSignatureApi', (require, module, exports) => {
  let signedIdentity;
  exports.getADVSecretKey = () => require('sim/identity').advSecret();
  exports.setADVSignedIdentity = (value) => {
    signedIdentity = value;
  };
  exports.getADVEncodedIdentity = () => signedIdentity;
});

__d('WAWebUserPrefsInfoStore', (require, module, exports) => {
  exports.waNoiseInfo = {
    get: async () => ({ staticKeyPair: { pubKey: require('sim/identity').noise.raw } }),
  };
});

__d('WAWebSignalStoreApi', (require, module, exports) => {
  exports.waSignalStore = {
    getRegistrationInfo: async () => {
      const { registration } = require('sim/identity');
      return {
        registrationId: registration.registrationId,
        identityKeyPair: { pubKey: require('WABase64').decodeB64(registration.identity) },
      };
    },
  };
});

__d('WAWebCompanionRegClientUtils', (require, module, exports) => {
  exports.DEVICE_PLATFORM = '1';
});

__d('WAWebUserPrefsMeUser', (require, module, exports) => {
  const { createWid } = require('WAWebWidFactory');
  const me = (form) => {
    const linked = require('sim/identity').linked();
    return linked ? createWid(form(linked)) : undefined;
  };
  const orThrow = (wid) => {
    if (!wid) {
      throw new Error('not registered');
    }
    return wid;
  };
  exports.getMaybeMePnUser = () => me(({ number }) => `${number}@c.us`);
  exports.getMaybeMeLidUser = () => me(({ lid }) => `${lid}@lid`);
  exports.getMaybeMeDevicePn = () => me(({ device }) => `${device}@c.us`);
  exports.getMaybeMeDeviceLid = () => me(({ lid, device }) => `${lid}:${device.split(':')[1]}@lid`);
  exports.getMePnUserOrThrow_DO_NOT_USE = () => orThrow(exports.getMaybeMePnUser());
  exports.getMeLidUserOrThrow = () => orThrow(exports.getMaybeMeLidUser());
  exports.getMeUserOrThrow = () => orThrow(exports.getMaybeMePnUser());
  exports.getMeDevicePnOrThrow_DO_NOT_USE = () => orThrow(exports.getMaybeMeDevicePn());
  exports.getMaybeMeDisplayName = () => require('sim/identity').linked()?.name;
  exports.isMeAccount = (wid) => {
    const self = [exports.getMaybeMePnUser(), exports.getMaybeMeLidUser()];
    return self.some((own) => own?.isSameAccount(wid));
  };
  exports.isMePnUser = (wid) => Boolean(exports.getMaybeMePnUser()?.equals(wid));
});
