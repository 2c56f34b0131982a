/** https://wicg.github.io/shape-detection-api/ */
declare class BarcodeDetector {
  constructor(options: { formats: readonly 'qr_code'[] })
  detect(image: HTMLVideoElement): Promise<{ rawValue: string }[]>
}
