'use strict';
/* Media as the page holds them: bytes, what is known of them, and where that is remembered. */

__d('WAWebMediaOpaqueData', (require, module) => {
  class OpaqueData {
    #blob;
    #url;

    constructor(blob) {
      this.#blob = blob;
      this.released = false;
    }

    static async createFromData(data, type) {
      return new OpaqueData(data instanceof Blob && data.type === type ? data : new Blob([data], { type }));
    }

    static async createFromBase64Jpeg(base64) {
      return OpaqueData.createFromData(require('WABase64').decodeB64(base64), 'image/jpeg');
    }

    retain() {}

    autorelease() {
      URL.revokeObjectURL(this.#url);
      this.#url = undefined;
    }

    autoreleaseWhenPromiseCompletes(promise) {
      return promise.finally(() => this.autorelease());
    }

    throwIfReleased() {
      if (this.released) {
        throw new Error('the data has been released');
      }
    }

    url() {
      this.#url ??= URL.createObjectURL(this.#blob);
      return this.#url;
    }

    size() {
      return this.#blob.size;
    }

    type() {
      return this.#blob.type;
    }

    formData() {
      return this.#blob;
    }

    forceToBlob() {
      return this.#blob;
    }
  }

  module.exports = OpaqueData;
});

__d('WAWebMediaData', (require, module) => {
  const { BaseModel, defineModel } = require('WAWebBaseModel');

  class MediaData extends BaseModel {
    static defaults() {
      return { mediaStage: 'NEED_POKE', isGif: false, isViewOnce: false };
    }
  }

  module.exports = defineModel(MediaData, 'media-data', [
    'type', 'mimetype', 'size', 'filehash', 'encFilehash', 'directPath', 'mediaStage', 'mediaBlob', 'filename',
    'duration', 'waveform', 'fullWidth', 'fullHeight', 'isGif', 'isViewOnce', 'preview', 'renderableUrl',
  ]);
});

__d('WAWebMediaStorage', (require, module, exports) => {
  class MediaObject {
    contentInfo = {};

    constructor(filehash) {
      this.filehash = filehash;
    }

    consolidate({ type, size, mimetype, mediaBlob, waveform, duration }) {
      Object.assign(this, { type, size, mimetype, mediaBlob: mediaBlob ?? this.mediaBlob });
      this.contentInfo = { waveform, duration };
    }

    clearBlob() {
      this.mediaBlob = undefined;
    }
  }

  /** The same for the same bytes, as long as somebody holds it. */
  const objects = new Map();

  exports.getOrCreateMediaObject = (filehash) => {
    const known = objects.get(filehash)?.deref();
    if (known) {
      return known;
    }
    const fresh = new MediaObject(filehash);
    objects.set(filehash, new WeakRef(fresh));
    return fresh;
  };
});

__d('WAWebMmsMediaTypes', (require, module, exports) => {
  exports.MEDIA_TYPES = {
    AUDIO: 'audio',
    DOCUMENT: 'document',
    GIF: 'gif',
    IMAGE: 'image',
    PTT: 'ptt',
    STICKER: 'sticker',
    VIDEO: 'video',
  };
  exports.castToV4 = (type) => type;
  exports.msgToMediaType = ({ type, isGif }) => (isGif ? 'gif' : type);
});

__d('WAWebMediaInMemoryBlobCache', (require, module, exports) => {
  const LIMIT_BYTES = 32 * 1024 * 1024;

  /** The newest media; at least the last one, however large it is. */
  class InMemoryMediaBlobCacheImpl {
    #blobs = new Map();

    put(filehash, blob) {
      this.#blobs.delete(filehash);
      this.#blobs.set(filehash, blob);
      let total = [...this.#blobs.values()].reduce((sum, { size }) => sum + size, 0);
      for (const [oldest, { size }] of this.#blobs) {
        if (total <= LIMIT_BYTES || this.#blobs.size === 1) {
          break;
        }
        this.#blobs.delete(oldest);
        total -= size;
      }
    }

    get(filehash) {
      return this.#blobs.get(filehash);
    }

    has(filehash) {
      return this.#blobs.has(filehash);
    }

    clear() {
      this.#blobs.clear();
    }
  }

  exports.InMemoryMediaBlobCacheImpl = InMemoryMediaBlobCacheImpl;
  exports.InMemoryMediaBlobCache = new InMemoryMediaBlobCacheImpl();
});

__d('WAWebMediaStore', (require, module, exports) => {
  /** A store of media on the disk; this page keeps none there, so that its profile stays small. */
  exports.LruMediaStore = {
    get: async () => null,
    put: async () => {},
    del: async () => {},
    clear: async () => {},
    count: async () => 0,
    has: async () => false,
  };
});
