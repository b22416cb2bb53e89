import Candid
import CandidIO
import Foundation
import Sketch
