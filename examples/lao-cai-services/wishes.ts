import type { Person } from "./population.ts";

/** Made-up open answers, by what a person would put first. No names, no places. */
export const wishes: Record<string, readonly string[]> = {
  roads: [
    "Làm lại đoạn đường vào bản, mưa là lầy.",
    "Mong có kè chống sạt lở ở con dốc đầu thôn.",
    "Sửa cây cầu tạm qua suối trước mùa mưa.",
    "Đường xấu quá, xe cấp cứu không vào được.",
  ],
  water: [
    "Mùa khô thiếu nước ăn, mong có bể chứa chung.",
    "Đường ống nước tự chảy hỏng đã lâu.",
    "Nước máy hay đục sau mưa.",
  ],
  school: [
    "Điểm trường xa, cháu nhỏ đi bộ gần một tiếng.",
    "Mong có thêm cô giáo biết tiếng của các cháu.",
    "Phòng học mùa đông lạnh, xin sửa cửa.",
  ],
  clinic: ["Trạm y tế hay hết thuốc.", "Mong bác sĩ về trạm mỗi tuần một buổi.", "Khám bảo hiểm chờ lâu."],
  land: [
    "Nộp hồ sơ sổ đỏ đã lâu chưa thấy trả lời.",
    "Xin hướng dẫn thủ tục đất đai dễ hiểu hơn.",
    "Đo đất xong rồi nhưng chưa có giấy.",
  ],
  environment: ["Xin đặt thêm chỗ đổ rác.", "Xe chở đá bụi quá, mong tưới đường.", "Rác dưới suối không ai dọn."],
};

export const priorityItems = ["roads", "water", "school", "clinic", "land", "environment"] as const;

/** How strongly a person would put each matter first; drawn without replacement, in this proportion. */
export function priorityStrength({ area }: Person): Record<(typeof priorityItems)[number], number> {
  return {
    roads: { ward: 1.2, denser: 2.4, sparser: 4.2 }[area],
    water: { ward: 0.8, denser: 1.7, sparser: 2.8 }[area],
    school: 1.6,
    clinic: 1.8,
    land: { ward: 0.9, denser: 1.5, sparser: 1.7 }[area],
    environment: { ward: 2.6, denser: 1.4, sparser: 0.8 }[area],
  };
}
