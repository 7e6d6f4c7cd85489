'use strict';
/* Linking this browser to a phone, by QR code or by a code that is typed into the phone. */

__d('sim/pairing', (require, module) => {
  const identity = require('sim/identity');
  const { Conn } = require('WAWebConnModel');
  const { Socket } = require('WAWebSocketModel');
  const { Stream } = require('WAWebStreamModel');
  const { encodeB64 } = require('WABase64');
  const wire = () => require('sim/socket');

  /** Shows the server the keys of this unpaired browser. */
  async function register() {
    const { noise, registration } = identity;
    wire().raw({ t: 'register', publicKey: encodeB64(noise.raw), ...registration });
  }

  async function onRef({ ref, ttl }) {
    Socket.set('state', 'UNPAIRED');
    Stream.set({ mode: 'QR', info: 'NORMAL' });
    Conn.set({ ref, refTTL: ttl });
    require('sim/ui').showQr(await text(ref));
  }

  async function text(ref) {
    const { registration, noise } = identity;
    const { DEVICE_PLATFORM } = require('WAWebCompanionRegClientUtils');
    return [ref, encodeB64(noise.raw), registration.identity, identity.advSecret(), DEVICE_PLATFORM].join(',');
  }

  function onIdle() {
    Socket.set('state', 'UNPAIRED_IDLE');
    require('sim/ui').showIdle();
  }

  function refresh() {
    wire().raw({ t: 'refresh-ref' });
  }

  /** The phone has agreed: keep what it said, then tell the server that it is kept. */
  async function onPaired({ device, number, lid, name }) {
    Socket.set('state', 'PAIRING');
    Stream.set({ info: 'PAIRING' });
    require('WAWebLinkDeviceEvents').WAWebLinkDeviceEvents.trigger('link_device_events:primary_hello_received');
    await require('sim/inbox').forget(); // what an earlier account has left behind
    identity.link({ device, number, lid, name });
    wire().raw({ t: 'paired' });
  }

  async function code(phone) {
    const number = String(phone).replaceAll(/[^0-9]/g, '');
    const answer = await wire().ask({ t: 'link-code', phone: number, advSecret: identity.advSecret() });
    return answer.code;
  }

  /** The code has run out, or the human has declined it. */
  function onCodeEvent({ event }) {
    require('WAWebLinkDeviceEvents').WAWebLinkDeviceEvents.trigger(`link_device_events:${event}`);
  }

  module.exports = { register, onRef, onIdle, refresh, onPaired, code, onCodeEvent };
});

__d('WAWebLinkDeviceEvents', (require, module, exports) => {
  exports.WAWebLinkDeviceEvents = new (require('WAWebEventEmitter'))();
});

__d('WAWebAltDeviceLinkingApi', (require, module, exports) => {
  let pairingType = 'QR_CODE';
  exports.getPairingType = () => pairingType;
  exports.setPairingType = (type) => {
    pairingType = type;
  };
  exports.initializeAltDeviceLinking = async () => {
    pairingType = 'ALT_DEVICE_LINKING';
  };
  exports.initializeQRLinking = async () => {
    pairingType = 'QR_CODE';
  };
  exports.startAltLinkingFlow = (phone) => require('sim/pairing').code(phone);
});

__d('WAWebLinkDeviceAction', (require, module, exports) => {
  exports.genLinkDeviceCodeForPhoneNumber = (phone) => require('sim/pairing').code(phone);
});
