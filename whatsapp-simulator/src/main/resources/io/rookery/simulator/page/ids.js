'use strict';
/* Who and which: the ids of users, groups and messages. */

__d('WAWebWid', (require, module) => {
  const SERVERS = ['c.us', 'g.us', 'lid', 'broadcast', 'newsletter', 'bot', 'call', 's.whatsapp.net'];

  class Wid {
    constructor(text) {
      const [user, server] = text.split('@');
      const [name, device] = user.split(':');
      this.server = server === 's.whatsapp.net' ? 'c.us' : server;
      this.user = name;
      if (device !== undefined) {
        this.device = Number(device);
      }
      this._serialized = `${user}@${this.server}`;
    }

    isUser() {
      return this.server === 'c.us' || this.server === 'lid' || this.server === 'bot';
    }

    isRegularUser() {
      return this.isUser() && !this.isPSA();
    }

    isRegularUserPn() {
      return this.server === 'c.us' && !this.isPSA();
    }

    isLid() {
      return this.server === 'lid';
    }

    isGroup() {
      return this.server === 'g.us';
    }

    isGroupCall() {
      return this.server === 'call';
    }

    isBroadcast() {
      return this.server === 'broadcast';
    }

    isStatus() {
      return this._serialized === 'status@broadcast';
    }

    isStatusV3() {
      return this.isStatus();
    }

    isNewsletter() {
      return this.server === 'newsletter';
    }

    isBot() {
      return this.server === 'bot';
    }

    isPSA() {
      return this._serialized === '0@c.us';
    }

    isUserNotPSA() {
      return this.isUser() && !this.isPSA();
    }

    isIAS() {
      return false;
    }

    isServer() {
      return this.user === '';
    }

    isHosted() {
      return false;
    }

    isSupportAccount() {
      return false;
    }

    isOfficialBizAccount() {
      return false;
    }

    isCompanion() {
      return this.device !== undefined && this.device !== 0;
    }

    isSameAccount(other) {
      return this.user === other?.user && this.server === other?.server;
    }

    getDeviceId() {
      return this.device ?? 0;
    }

    getSignalAddress() {
      return `${this.user}.${this.getDeviceId()}`;
    }

    equals(other) {
      return this._serialized === String(other?._serialized ?? other);
    }

    isLessThan(other) {
      return this._serialized < String(other);
    }

    isGreaterThan(other) {
      return this._serialized > String(other);
    }

    toJid() {
      return this.toString({ legacy: true });
    }

    toString(options) {
      return options?.legacy ? this._serialized.replace('@c.us', '@s.whatsapp.net') : this._serialized;
    }

    static isXWid(server, wid) {
      return String(wid).endsWith(`@${server}`);
    }

    static isWid(wid) {
      const text = String(wid?._serialized ?? wid ?? '');
      return SERVERS.some((server) => text.endsWith(`@${server}`));
    }

    static canBeWid(text) {
      return Wid.isWid(text);
    }

    static isUser(wid) {
      return Wid.isXWid('c.us', wid) || Wid.isXWid('lid', wid);
    }

    static isLid(wid) {
      return Wid.isXWid('lid', wid);
    }

    static isGroup(wid) {
      return Wid.isXWid('g.us', wid);
    }

    static isBroadcast(wid) {
      return Wid.isXWid('broadcast', wid);
    }

    static isNewsletter(wid) {
      return Wid.isXWid('newsletter', wid);
    }

    static isStatus(wid) {
      return String(wid) === 'status@broadcast';
    }

    static isStatusV3(wid) {
      return Wid.isStatus(wid);
    }

    static isPSA(wid) {
      return String(wid) === '0@c.us';
    }

    static equals(one, other) {
      return String(one) === String(other);
    }

    static user(wid) {
      return String(wid).split('@')[0];
    }
  }

  module.exports = Wid;
});

__d('WAWebWidFactory', (require, module, exports) => {
  const Wid = require('WAWebWid');

  exports.createWid = (text) => {
    const value = String(text?._serialized ?? text);
    if (!Wid.isWid(value)) {
      throw new Error('wid error: invalid wid');
    }
    return new Wid(value);
  };
  exports.isWidlike = (value) =>
    value instanceof Wid || (typeof value?._serialized === 'string' && Wid.isWid(value));
  exports.createWidFromWidLike = (value) => exports.createWid(value._serialized ?? value);
  exports.createUserWidOrThrow = (user, server = 'c.us') =>
    exports.createWid(String(user).includes('@') ? user : `${user}@${server}`);
  exports.createUserLidOrThrow = (user) => exports.createUserWidOrThrow(user, 'lid');
  exports.createDeviceWidFromUserAndDevice = (user, server, device) => exports.createWid(`${user}:${device}@${server}`);
  exports.createDeviceWidOrThrow = (text) => exports.createWid(text);
  exports.asUserWidOrThrow = (wid) => exports.createWid(`${wid.user}@${wid.server}`);
  exports.asUserLidOrThrow = (wid) => exports.asUserWidOrThrow(wid);
  exports.asChatWid = (wid) => exports.asUserWidOrThrow(wid);
  exports.asGroupWidOrThrow = (wid) => exports.createWid(wid);
});

__d('WAWebWidToJid', (require, module, exports) => {
  const toJid = (wid) => wid.toJid();
  exports.widToUserJid = toJid;
  exports.widToChatJid = toJid;
  exports.widToGroupJid = toJid;
  exports.widToDeviceJid = toJid;
});

__d('WAWebJidToWid', (require, module, exports) => {
  const { createWid } = require('WAWebWidFactory');
  exports.userJidToUserWid = createWid;
  exports.chatJidToChatWid = createWid;
  exports.deviceJidToDeviceWid = createWid;
});

__d('WAWebMsgKey', (require, module) => {
  const { createWid, isWidlike } = require('WAWebWidFactory');
  const wid = (value) => (value === undefined || value === null ? undefined : createWid(value));

  class MsgKey {
    constructor(from) {
      if (!from) {
        throw new Error('MsgKey error: obj is null/undefined');
      }
      const selfDir = from.selfDir ?? (from.fromMe ? 'out' : 'in');
      this.fromMe = from.fromMe ?? selfDir === 'out';
      this.remote = wid(from.remote ?? (selfDir === 'out' ? from.to : from.from));
      this.id = from.id;
      if (from.participant) {
        this.participant = wid(from.participant);
      }
      const parts = [this.fromMe, this.remote, this.id];
      if (this.participant) {
        parts.push(this.participant);
      }
      this._serialized = parts.join('_');
    }

    equals(other) {
      return this._serialized === String(other);
    }

    clone() {
      return new MsgKey(this);
    }

    toString() {
      return this._serialized;
    }

    static fromString(text) {
      const [fromMe, remote, id, participant] = String(text?._serialized ?? text).split('_');
      if (!['true', 'false'].includes(fromMe) || !isWidlike({ _serialized: remote ?? '' }) || !id) {
        throw new Error(`MsgKey error: cannot parse ${text}`);
      }
      return new MsgKey({ fromMe: fromMe === 'true', remote, id, participant });
    }

    static from(value) {
      return value instanceof MsgKey ? value : MsgKey.fromString(value);
    }

    static newId() {
      const bytes = crypto.getRandomValues(new Uint8Array(9));
      const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      return `3EB0${digits.toUpperCase()}`;
    }
  }

  module.exports = MsgKey;
});
