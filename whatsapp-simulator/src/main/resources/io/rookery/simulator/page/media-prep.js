'use strict';
/* What happens to a file before it is sent: it is looked at, and refused where it is broken or too large. */

__d('WAWebMediaGatingUtils', (require, module, exports) => {
  const MEGABYTE = 1024 * 1024;
  const LIMITS = { image: 16, sticker: 1, audio: 16, ptt: 16, video: 64 };
  exports.getUploadLimit = (type) => (LIMITS[type] ?? 100) * MEGABYTE;
});

__d('WAWebImageUtils', (require, module, exports) => {
  const LOAD_MILLIS = 10_000;

  exports.generateVideoThumbsAndDuration = async ({ file, maxDimensions }) => {
    const video = await require('sim/media-elements').load('video', file, LOAD_MILLIS);
    const { videoWidth: fullWidth, videoHeight: fullHeight, duration } = video;
    const thumbs = maxDimensions.map((edge) => {
      const scale = Math.min(1, edge / Math.max(fullWidth, fullHeight));
      const canvas = document.createElement('canvas');
      canvas.width = Math.max(1, Math.round(fullWidth * scale));
      canvas.height = Math.max(1, Math.round(fullHeight * scale));
      canvas.getContext('2d').drawImage(video, 0, 0, canvas.width, canvas.height);
      return { url: canvas.toDataURL('image/jpeg'), width: canvas.width, height: canvas.height, fullWidth, fullHeight };
    });
    return { duration, thumbs };
  };

  /** Images are sent as they are; this is for clients that want them smaller. */
  exports.rotateAndResize = async (blob, { width, height }) => {
    const bitmap = await createImageBitmap(blob, { resizeWidth: width, resizeHeight: height });
    return { width: bitmap.width, height: bitmap.height, images: [bitmap] };
  };

  exports.toWebpSticker = async (file) => {
    const bitmap = await createImageBitmap(file);
    const canvas = new OffscreenCanvas(512, 512);
    const scale = Math.min(512 / bitmap.width, 512 / bitmap.height);
    const [width, height] = [bitmap.width * scale, bitmap.height * scale];
    canvas.getContext('2d').drawImage(bitmap, (512 - width) / 2, (512 - height) / 2, width, height);
    return canvas.convertToBlob({ type: 'image/webp' });
  };
});

__d('sim/media-elements', (require, module) => {
  module.exports = {
    /** Resolves with an element that has loaded its first data; a file that this browser cannot play is an error. */
    load(tag, blob, millis) {
      const element = document.createElement(tag);
      const url = URL.createObjectURL(blob);
      element.preload = 'auto';
      element.muted = true;
      const loaded = new Promise((resolve, reject) => {
        element.onloadeddata = () => resolve(element);
        element.onerror = () => reject(new Error(`MEDIA_ERR_SRC_NOT_SUPPORTED: ${element.error?.message}`));
        setTimeout(() => reject(new Error('MEDIA_ERR_SRC_NOT_SUPPORTED: it does not load')), millis);
      });
      element.src = url;
      return loaded.finally(() => URL.revokeObjectURL(url));
    },
  };
});

__d('WAWebMediaDataUtils', (require, module, exports) => {
  const AUDIO_MILLIS = 30_000;

  exports.getImageWidthHeight = async (data) => {
    const bitmap = await createImageBitmap(data.forceToBlob()).catch(() => {
      throw new Error('MediaFileError: the image cannot be decoded');
    });
    const { width, height } = bitmap;
    bitmap.close();
    return { width, height };
  };

  exports.processRawImage = async (data) => {
    const { width, height } = await exports.getImageWidthHeight(data);
    return { type: 'image', mediaBlob: data, mimetype: data.type(), fullWidth: width, fullHeight: height };
  };

  exports.processRawSticker = async (data) => {
    const { width, height } = await exports.getImageWidthHeight(data);
    const webp = await require('WAWebImageUtils').toWebpSticker(data.forceToBlob());
    const isWebp = data.type() === 'image/webp';
    const mediaBlob = isWebp ? data : await require('WAWebMediaOpaqueData').createFromData(webp, 'image/webp');
    const size = isWebp ? { fullWidth: width, fullHeight: height } : { fullWidth: 512, fullHeight: 512 };
    return { type: 'sticker', mediaBlob, mimetype: 'image/webp', ...size };
  };

  exports.processRawAudioVideo = (data, isPtt, precomputedFields, asGif) =>
    data.type().startsWith('video/') ? processVideo(data, asGif) : processAudio(data, isPtt, precomputedFields);

  async function processVideo(data, asGif) {
    // By the module's export: clients replace it, to cope with what this browser cannot play.
    const { duration, thumbs } = await require('WAWebImageUtils').generateVideoThumbsAndDuration({
      file: data.forceToBlob(),
      maxDimensions: [100],
      debugHint: 'processVideo',
      throwOnBlack: false,
    });
    const [{ fullWidth, fullHeight }] = thumbs;
    if (!(duration >= 0) || !fullWidth || !fullHeight) {
      throw new Error('MediaFileError: the video cannot be decoded');
    }
    return {
      type: 'video',
      mediaBlob: data,
      mimetype: data.type(),
      isGif: Boolean(asGif),
      duration: Number.isFinite(duration) ? Math.round(duration) : undefined, // a recording does not know its own
      fullWidth,
      fullHeight,
    };
  }

  /** What this browser cannot play may be fine elsewhere: then only its duration is unknown. */
  async function processAudio(data, isPtt, precomputed) {
    const duration =
      precomputed?.duration ??
      (await require('sim/media-elements')
        .load('audio', data.forceToBlob(), AUDIO_MILLIS)
        .then((element) => element.duration)
        .catch(() => undefined));
    return {
      type: isPtt ? 'ptt' : 'audio',
      mediaBlob: data,
      mimetype: data.type(),
      duration: Number.isFinite(duration) ? Math.round(duration) : undefined,
      waveform: precomputed?.waveform,
    };
  }

  exports.processRawDocument = async (data) => ({
    type: 'document',
    mediaBlob: data,
    mimetype: data.type() || 'application/octet-stream',
    filename: data.forceToBlob().name,
  });

  /** The extended header of a WebP file (RFC 9649) has a flag for it. */
  exports.isAnimatedWebp = (buffer) => {
    const bytes = new Uint8Array(buffer, 0, Math.min(buffer.byteLength, 21));
    const isExtended = String.fromCharCode(...bytes.subarray(12, 16)) === 'VP8X';
    return isExtended && (bytes[20] & 0b10) !== 0;
  };

  exports.opaqueDataToArrayBuffer = (data) => data.forceToBlob().arrayBuffer();
  exports.shouldUseMediaCache = () => true;
  exports.shouldUseLruMediaStore = () => false;
});

__d('WAWebPrepRawMedia', (require, module, exports) => {
  function process(data, { asSticker, asDocument, asGif, isPtt, isAudio, precomputedFields }) {
    const utils = require('WAWebMediaDataUtils');
    const kind = data.type().split('/')[0];
    if (asSticker) {
      return utils.processRawSticker(data);
    }
    if (asDocument || !['image', 'video', 'audio'].includes(kind)) {
      return utils.processRawDocument(data);
    }
    return kind === 'image'
      ? utils.processRawImage(data)
      : utils.processRawAudioVideo(data, isPtt ?? isAudio, precomputedFields, asGif);
  }

  async function prepare(data, options) {
    const fields = await process(data, options);
    const size = fields.mediaBlob.size();
    const limit = require('WAWebMediaGatingUtils').getUploadLimit(fields.type);
    if (size > limit) {
      throw new Error(`MediaFileError: ${size} bytes are more than the ${limit} allowed`);
    }
    const bytes = await fields.mediaBlob.forceToBlob().arrayBuffer();
    const filehash = require('WABase64').encodeB64(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
    return new (require('WAWebMediaData'))({ ...fields, size, filehash, mediaStage: 'EXISTS' });
  }

  exports.prepRawMedia = (data, options = {}) =>
    new (require('WAWebMediaPrep').MediaPrep)(undefined, prepare(data, options));
});

__d('WAWebMediaPrep', (require, module, exports) => {
  /** The message's own fields, from its media and from who sends it. */
  function fields(mediaData, { caption, footer, isViewOnce, productMsgOptions = {} }) {
    const { mediaBlob, mediaStage, renderableUrl, filename, ...media } = mediaData.toJSON();
    return { filename, ...productMsgOptions, ...media, mediaBlob, caption, footer, isViewOnce, body: '' };
  }

  exports.MediaPrep = class MediaPrep {
    #prepared;

    constructor(type, prepared) {
      this.#prepared = prepared;
      prepared.then(
        (mediaData) => (this._mediaData = mediaData),
        () => {}, // whoever waits hears of it
      );
    }

    waitForPrep() {
      return this.#prepared;
    }

    /** The message is in the chat before its media are on the server, and leaves when they are. */
    async sendToChat({ chat, options = {} }) {
      const mediaData = await this.#prepared;
      const { newId } = require('WAWebMsgKey');
      const raw = { ...require('sim/outbox').envelope(chat, newId()), ...fields(mediaData, options) };
      return require('sim/outbox-media').send(chat, raw);
    }
  };
});

__d('WAWebMediaProduct', (require, module, exports) => {
  exports.uploadProductImage = async () => {
    throw new Error('WAWebMediaProduct.uploadProductImage is not simulated');
  };
});

__d('WAWebMedia', (require, module, exports) => {
  exports.prepRawMedia = (...args) => require('WAWebPrepRawMedia').prepRawMedia(...args);
  exports.MediaPrep = require('WAWebMediaPrep').MediaPrep;
  exports.uploadProductImage = require('WAWebMediaProduct').uploadProductImage;
  exports.downloadMsg = (msg) => msg.downloadMedia();
});
